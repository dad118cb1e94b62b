import { names } from '../names';

/**
 * How things stood for a run, apart from its whole result, so that figures over many runs read
 * little: fairness before and after it, who could not receive anything when it began, and which
 * accounts it deferred.
 */
export const runStanding = (): readonly string[] =>
  ['fairness', 'unavailable', 'deferred_accounts'].map(
    (column) => `ALTER TABLE ${names.runs} ADD COLUMN IF NOT EXISTS ${column} VARCHAR`,
  );
