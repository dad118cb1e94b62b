import type Anthropic from '@anthropic-ai/sdk';
import { type AskOptions, askClaude } from '@/lib/reviews/ask-claude';
import { ZERO_USAGE } from '@/lib/reviews/token-usage';
import type { Review, TokenUsage, Verdict } from '@/lib/reviews/types';
import { type Proposal, toReviewInput } from './proposal';

/** A verdict that differs from the expected one, or a reassignment to the wrong CSM. */
interface Misjudged {
  readonly proposal: Proposal;
  /** Null if Claude did not review it. */
  readonly review: Review | null;
}

/** How often a prompt's verdicts are what a careful manager would expect. */
export interface Judgment {
  readonly agreed: number;
  readonly of: number;
  /** How often each verdict was given, by expected verdict. */
  readonly confusion: Readonly<Record<Verdict, Readonly<Record<Verdict | 'none', number>>>>;
  readonly misjudged: readonly Misjudged[];
  readonly usage: TokenUsage;
}

const MAX_CONCURRENT_REVIEWS = 3;

/** Has Claude review each proposal by itself, and compares the verdicts with the expected ones. */
export async function judgePrompt(
  client: Anthropic,
  proposals: readonly Proposal[],
  options: AskOptions,
): Promise<Judgment> {
  const none = () => ({ approve: 0, caution: 0, reassign: 0, none: 0 });
  const confusion = { approve: none(), caution: none(), reassign: none() };
  const misjudged: Misjudged[] = [];
  let usage = ZERO_USAGE;
  const waiting = [...proposals];
  const work = async () => {
    for (let proposal = waiting.shift(); proposal; proposal = waiting.shift()) {
      const input = toReviewInput(proposal);
      const result = await askClaude(client, input, options);
      const id = input.recommendations[0]?.recommendationId;
      const review = result.reviews.find(({ recommendationId }) => recommendationId === id) ?? null;
      confusion[proposal.expected][review?.verdict ?? 'none'] += 1;
      if (!isExpected(proposal, review)) misjudged.push({ proposal, review });
      usage = sum(usage, result.usage);
    }
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENT_REVIEWS }, work));
  const of = proposals.length;
  return { agreed: of - misjudged.length, of, confusion, misjudged, usage };
}

/** Whether the verdict is the expected one and, for a reassignment, the suggestion a right one. */
export function isExpected({ expected, suggested = [] }: Proposal, review: Review | null): boolean {
  if (review?.verdict !== expected) return false;
  return expected !== 'reassign' || suggested.some((name) => name === review.suggestedCsm);
}

/** The judgment as text: the confusion table, then each misjudged proposal with Claude's reason. */
export function describeJudgment({ agreed, of, confusion, misjudged }: Judgment): string {
  const given = ['approve', 'caution', 'reassign', 'none'] as const;
  const row = (cells: readonly (string | number)[]) =>
    cells.map((cell) => String(cell).padStart(10)).join('');
  const rows = Object.entries(confusion).map(([expected, counts]) =>
    row([expected, ...given.map((verdict) => counts[verdict])]),
  );
  const misses = misjudged.map(({ proposal, review }) => {
    const to = review?.suggestedCsm ? ` to ${review.suggestedCsm}` : '';
    const answer = review ? `${review.verdict}${to}: ${review.feedback}` : 'no review';
    return `\n${proposal.name}\n  expected ${proposal.expected}: ${proposal.why}\n  Claude: ${answer}`;
  });
  return [`${agreed} of ${of} as expected`, row(['expected', ...given]), ...rows, ...misses].join(
    '\n',
  );
}

function sum(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    requests: a.requests + b.requests,
    input: a.input + b.input,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    cacheRead: a.cacheRead + b.cacheRead,
    output: a.output + b.output,
  };
}
