const hour = 3_600_000;
const day = 24 * hour;

/** Hours of the company's office day in UTC: eight to five in New York. */
export const office = {
  /** The scheduled batch, before anybody is there. */
  firstRun: 10,
  firstDecisions: [12, 13.5],
  otherProgram: [13.6, 13.9],
  singles: [14, 16.5],
  secondRun: 18,
  lateDecisions: [19, 20.7],
  secondDecisions: [18.1, 20.75],
} as const;

/** Midnight in UTC before this time. */
export function midnight(at: number): number {
  return Math.floor(at / day) * day;
}

/** Whether somebody works on the day that this time is of. */
export function isWorkday(at: number): boolean {
  return ![0, 6].includes(new Date(at).getUTCDay());
}

/** Midnight of the next day on which somebody works. */
export function nextWorkday(at: number): number {
  let next = midnight(at) + day;
  while (!isWorkday(next)) next += day;
  return next;
}
