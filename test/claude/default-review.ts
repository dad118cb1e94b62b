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
    const isKnown = neediness !== null && health !== null;
    return { id, isKnown, isRed: /^red$/i.test(color), ...candidates };
  });
const csmLine = z
  .tuple([z.string(), z.string(), z.number().nullable(), z.number().nullable()])
  .rest(z.unknown())
  .transform(([id, name, tenureMonths, capacity]) => ({ id, name, tenureMonths, capacity }));
const policyLine = z.object({
  policy: z.object({ experience: z.object({ redMonths: z.number() }) }),
});

/** An account as the brief asks about it. */
type BriefAccount = z.output<typeof accountLine>;
/** A CSM as the brief describes one. */
type BriefCsm = z.output<typeof csmLine>;

/** Reads what `lib/review/brief.ts` wrote out of a request; throws for a line it cannot read. */
export function readBrief(asked: MessageCreateParamsNonStreaming): {
  readonly accounts: readonly BriefAccount[];
  readonly csms: ReadonlyMap<string, BriefCsm>;
  readonly redMonths: number;
} {
  const accounts: BriefAccount[] = [];
  const csms = new Map<string, BriefCsm>();
  let redMonths = 0;
  for (const line of linesOf(asked)) {
    if (Array.isArray(line)) {
      const csm = csmLine.parse(line);
      csms.set(csm.id, csm);
    } else if ('account_id' in line) accounts.push(accountLine.parse(line));
    else if ('policy' in line) redMonths = policyLine.parse(line).policy.experience.redMonths;
  }
  return { accounts, csms, redMonths };
}

/** The lines of JSON between the delimiters, which stand on lines of their own. */
function linesOf({ system = [], messages }: MessageCreateParamsNonStreaming): object[] {
  const texts = [system, ...messages.map(({ content }) => content)].flatMap((content) =>
    typeof content === 'string' ? [content] : content.flatMap(textOf),
  );
  return texts
    .flatMap((text) => [...text.matchAll(/^<data>\n(.*?)\n<\/data>$/gms)])
    .flatMap(([, lines = '']) => lines.split('\n').map((line) => JSON.parse(line) as object));
}

const textOf = (block: ContentBlockParam) => (block.type === 'text' ? [block.text] : []);

/** One account's part of the answer, in the form that `lib/review/verdict.ts` asks for. */
interface DefaultReviewEntry {
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
export function defaultReview(asked: MessageCreateParamsNonStreaming): {
  reviews: DefaultReviewEntry[];
} {
  const { accounts, csms, redMonths } = readBrief(asked);
  return { reviews: accounts.map((account) => judge(account, csms, redMonths)) };
}

type Candidate = BriefAccount['recommended'];

function judge(
  account: BriefAccount,
  csms: ReadonlyMap<string, BriefCsm>,
  redMonths: number,
): DefaultReviewEntry {
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
