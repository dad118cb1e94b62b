/**
 * Names a run so that names sort by time as text: `YYYYMMDD_HHMMSS` in UTC, then the milliseconds
 * and four random characters, so that two started at once differ.
 * @param random a number from 0 up to 1
 */
export function newRunId(at: Date, random: number): string {
  const [date = '', time = ''] = at.toISOString().split('T');
  const clock = time.slice(0, 8).replaceAll(':', '');
  const suffix = Math.floor(random * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `${date.replaceAll('-', '')}_${clock}_${time.slice(9, 12)}${suffix}`;
}
