import { csmDetails, missingDetailEffects } from '@/lib/analytics/diagnostics/missing-csm-details';
import type { SetUpOutcome } from './setup-warehouse';

/**
 * What setup says about the data team's optional tables.
 * @param isSnowflake the embedded warehouse usually has none of them, which is not worth a note
 */
export function sourceLines(
  report: SetUpOutcome['sources'],
  isSnowflake: boolean,
): readonly string[] {
  const { missing, offered, statements, replaced, filledBy, dailyTask } = report;
  const isUsed = statements.length > 0 || filledBy !== null;
  const lines = isSnowflake || isUsed ? missing.map((note) => `Note: ${note}`) : [];
  for (const { view, previous } of replaced) {
    lines.push(`Replaced ${view}. Its previous definition:\n\n${terminated(previous)}\n`);
  }
  if (filledBy) {
    lines.push(
      'Filled CSM_ROUTING_CSM_SOURCES with the tenure and managers of CSMs in the data team’s tables.',
    );
  }
  if (dailyTask) {
    lines.push(
      `To keep them up to date, run \`npm run setup -- --apply-views\` every day, or let Snowflake do it:\n\n${dailyTask}\n`,
    );
  }
  if (offered.length > 0) {
    lines.push(
      `${offered.join(' and ')} ${offered.length > 1 ? 'do' : 'does'} not use everything that the data team’s tables and your settings offer. Nothing was replaced. To replace ${offered.length > 1 ? 'them' : 'it'}, run \`npm run setup -- --apply-views\`, or edit and run these statements:\n\n${statements.map(terminated).join('\n\n')}\n`,
    );
  }
  return lines;
}

const terminated = (sql: string) => `${sql.trim().replace(/;$/, '')};`;

/** How many active CSMs lack a detail, and what that disables. */
export function missingDetailLines(csms: SetUpOutcome['csms']): readonly string[] {
  if (!csms) return [];
  return csmDetails.flatMap((detail) => {
    const count = csms.missing[detail].length;
    if (count === 0) return [];
    return [
      `Note: ${count} of ${csms.active} active CSMs ${count === 1 ? 'has' : 'have'} no ${detail}. ${missingDetailEffects[detail]}`,
    ];
  });
}
