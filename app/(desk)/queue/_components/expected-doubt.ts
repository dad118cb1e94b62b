import { flagWords } from '@/lib/decisions/flag-words';
import type { Candidate } from '@/lib/routing/types';
import type { Flag, Target } from '../queue-row';
import type { Doubt } from './use-decisions';

/** The flags that are of the account and its recommendation, whoever should get it. */
const ofAccount: readonly Flag[] = ['no_longer_needed', 'assigned_elsewhere', 'stale'];

/** What is known to speak against giving the account to this candidate; the server has the last word. */
export function expectedDoubt(
  row: Target,
  { exclusion }: Pick<Candidate, 'exclusion'>,
): Pick<Doubt, 'flags' | 'coolingUntil' | 'awayUntil'> {
  const kept = row.flags.filter((flag) => ofAccount.includes(flag));
  const reason = exclusion && isFlag(exclusion.reason) ? exclusion.reason : null;
  const until = exclusion?.until == null ? null : new Date(exclusion.until);
  return {
    flags: reason ? [reason, ...kept] : kept,
    coolingUntil: reason === 'cooling' ? until : null,
    awayUntil: reason === 'away' ? until : null,
  };
}

function isFlag(reason: string): reason is Flag {
  return Object.hasOwn(flagWords, reason);
}
