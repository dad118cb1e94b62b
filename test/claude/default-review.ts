import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import { type BriefAccount, type BriefCsm, readBrief } from './read-brief';

/** One account's review in the response format of `lib/reviews/check-response.ts`. */
interface ReviewEntry {
  account_id: string;
  issues: string[];
  verdict: 'approve' | 'caution' | 'reassign';
  suggested_csm: string | null;
  confidence: number;
  feedback: string;
}

/**
 * Reviews each account of a brief by two rules: a red account needs a CSM with the tenure that the
 * policy requires, and no CSM should reach 90% of their own capacity. Suggests the first alternative
 * that meets both rules.
 */
export function defaultReview(params: MessageCreateParamsNonStreaming): {
  reviews: ReviewEntry[];
} {
  const { accounts, csms, redMonths } = readBrief(params);
  return { reviews: accounts.map((account) => reviewAccount(account, csms, redMonths)) };
}

type Candidate = BriefAccount['recommended'];

function reviewAccount(
  account: BriefAccount,
  csms: ReadonlyMap<string, BriefCsm>,
  redMonths: number,
): ReviewEntry {
  const issuesWith = ({ csm, bookAfter }: Candidate) => {
    const { capacity, tenureMonths } = csms.get(csm) ?? { capacity: null, tenureMonths: null };
    const isFull = capacity !== null && (bookAfter.accounts ?? 0) >= capacity * 0.9;
    const isRed = account.color === 'red';
    const isNew = isRed && tenureMonths !== null && tenureMonths < redMonths;
    return [...(isFull ? ['workload'] : []), ...(isNew ? ['experience'] : [])];
  };
  const nameOf = ({ csm }: Candidate) => csms.get(csm)?.name ?? csm;
  const issues = issuesWith(account.recommended);
  const book = `${nameOf(account.recommended)} would own ${account.recommended.bookAfter.accounts} accounts`;
  const entry = { account_id: account.id, issues, suggested_csm: null };
  if (issues.length === 0) {
    return account.neediness !== null && account.health !== null
      ? { ...entry, verdict: 'approve', confidence: 85, feedback: `${book}, within capacity.` }
      : { ...entry, verdict: 'caution', confidence: 55, feedback: 'Its scores are unknown.' };
  }
  const better = account.alternatives.find((candidate) => issuesWith(candidate).length === 0);
  const problem = `${book}, a problem of ${issues.join(' and ')}.`;
  if (!better) return { ...entry, verdict: 'caution', confidence: 65, feedback: problem };
  const suggested_csm = nameOf(better);
  const feedback = `${problem} ${suggested_csm} would own ${better.bookAfter.accounts}.`;
  return { ...entry, verdict: 'reassign', suggested_csm, confidence: 80, feedback };
}
