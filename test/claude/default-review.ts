import type {
  ContentBlockParam,
  MessageCreateParamsNonStreaming,
} from '@anthropic-ai/sdk/resources/messages';
import { z } from 'zod';

const book = z.tuple([z.number()]).rest(z.unknown());
const candidate = z
  .tuple([z.string(), z.number(), book])
  .transform(([id, , [accountsAfter]]) => ({ id, accountsAfter }));
const accountLine = z
  .object({
    account_id: z.string(),
    neediness: z.number().nullable(),
    health: z.number().nullable(),
    color: z.string(),
    recommended: candidate,
    alternatives: z.array(candidate),
  })
  .transform(({ account_id: id, neediness, health, color, ...candidates }) => {
    const hasScores = neediness !== null && health !== null;
    return { id, hasScores, isRed: /^red$/i.test(color), ...candidates };
  });
const csmLine = z
  .tuple([z.string(), z.string(), z.number().nullable(), z.number().nullable()])
  .rest(z.unknown())
  .transform(([id, name, tenureMonths, capacity]) => ({ id, name, tenureMonths, capacity }));
const policyLine = z.object({
  policy: z.object({ experience: z.object({ redMonths: z.number() }) }),
});

type BriefAccount = z.output<typeof accountLine>;
type BriefCsm = z.output<typeof csmLine>;

/** Parses the brief in a request, in the format of `lib/reviews/brief.ts`. Throws if it is invalid. */
export function readBrief(params: MessageCreateParamsNonStreaming): {
  readonly accounts: readonly BriefAccount[];
  readonly csms: ReadonlyMap<string, BriefCsm>;
  readonly redMonths: number;
} {
  const accounts: BriefAccount[] = [];
  const csms = new Map<string, BriefCsm>();
  let redMonths = 0;
  for (const line of dataLines(params)) {
    if (Array.isArray(line)) {
      const csm = csmLine.parse(line);
      csms.set(csm.id, csm);
    } else if ('account_id' in line) accounts.push(accountLine.parse(line));
    else if ('policy' in line) redMonths = policyLine.parse(line).policy.experience.redMonths;
  }
  return { accounts, csms, redMonths };
}

/** The JSON lines between `<data>` and `</data>`, each delimiter on its own line. */
function dataLines({ messages }: MessageCreateParamsNonStreaming): object[] {
  return messages
    .flatMap(({ content }) => (typeof content === 'string' ? content : content.flatMap(textOf)))
    .flatMap((text) => [...text.matchAll(/^<data>\n(.*?)\n<\/data>$/gms)])
    .flatMap(([, lines = '']) => lines.split('\n').map((line) => JSON.parse(line) as object));
}

const textOf = (block: ContentBlockParam) => (block.type === 'text' ? [block.text] : []);

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
  const issuesWith = ({ id, accountsAfter }: Candidate) => {
    const { capacity, tenureMonths } = csms.get(id) ?? { capacity: null, tenureMonths: null };
    const isFull = capacity !== null && accountsAfter >= capacity * 0.9;
    const isNew = account.isRed && tenureMonths !== null && tenureMonths < redMonths;
    return [...(isFull ? ['workload'] : []), ...(isNew ? ['experience'] : [])];
  };
  const nameOf = ({ id }: Candidate) => csms.get(id)?.name ?? id;
  const issues = issuesWith(account.recommended);
  const book = `${nameOf(account.recommended)} would own ${account.recommended.accountsAfter} accounts`;
  const entry = { account_id: account.id, issues, suggested_csm: null };
  if (issues.length === 0) {
    return account.hasScores
      ? { ...entry, verdict: 'approve', confidence: 85, feedback: `${book}, within capacity.` }
      : { ...entry, verdict: 'caution', confidence: 55, feedback: 'Its scores are unknown.' };
  }
  const better = account.alternatives.find((candidate) => issuesWith(candidate).length === 0);
  const problem = `${book}, a problem of ${issues.join(' and ')}.`;
  if (!better) return { ...entry, verdict: 'caution', confidence: 65, feedback: problem };
  const suggested_csm = nameOf(better);
  const feedback = `${problem} ${suggested_csm} would own ${better.accountsAfter}.`;
  return { ...entry, verdict: 'reassign', suggested_csm, confidence: 80, feedback };
}
