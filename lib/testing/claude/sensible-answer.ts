import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import { type AskedAccount, type AskedCsm, readBrief } from './read-brief';

/** One account's part of the answer, in the form that `lib/review/verdict.ts` asks for. */
interface Entry {
  account_id: string;
  issues: string[];
  verdict: 'approve' | 'caution' | 'reassign';
  suggested_csm: string | null;
  confidence: number;
  feedback: string;
}

/**
 * Judges the accounts of a brief by two of the prompt's rules: a red account wants the tenure that
 * the policy names, and nobody should be at 90 % of a capacity of their own. What the first
 * alternative that keeps both would do better is reassigned to it; without one it is a caution.
 */
export function sensibleAnswer(asked: MessageCreateParamsNonStreaming): { reviews: Entry[] } {
  const { accounts, csms, redMonths } = readBrief(asked);
  return { reviews: accounts.map((account) => judge(account, csms, redMonths)) };
}

type Candidate = AskedAccount['recommended'];

function judge(
  account: AskedAccount,
  csms: ReadonlyMap<string, AskedCsm>,
  redMonths: number,
): Entry {
  const faultsOf = ({ id, accountsAfter }: Candidate) => {
    const { capacity, tenureMonths } = csms.get(id) ?? { capacity: null, tenureMonths: null };
    const isFull = capacity !== null && accountsAfter >= capacity * 0.9;
    const isNew = account.isRed && tenureMonths !== null && tenureMonths < redMonths;
    return [...(isFull ? ['workload'] : []), ...(isNew ? ['experience'] : [])];
  };
  const nameOf = ({ id }: Candidate) => csms.get(id)?.name ?? id;
  const issues = faultsOf(account.recommended);
  const book = `${nameOf(account.recommended)} would own ${account.recommended.accountsAfter} accounts`;
  const entry = { account_id: account.id, issues, suggested_csm: null };
  if (issues.length === 0) {
    if (account.isKnown) {
      return { ...entry, verdict: 'approve', confidence: 85, feedback: `${book}, with room left.` };
    }
    return { ...entry, verdict: 'caution', confidence: 55, feedback: 'Its scores are not known.' };
  }
  const better = account.alternatives.find((each) => faultsOf(each).length === 0);
  const why = `${book}, which speaks against it for ${issues.join(' and ')}.`;
  if (!better) return { ...entry, verdict: 'caution', confidence: 65, feedback: why };
  const suggested_csm = nameOf(better);
  const feedback = `${why} ${suggested_csm} would own ${better.accountsAfter}.`;
  return { ...entry, verdict: 'reassign', suggested_csm, confidence: 80, feedback };
}
