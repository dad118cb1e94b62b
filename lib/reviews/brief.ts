import { wholeScore } from '@/lib/engine/describe-score';
import { type Book, fullnessDimensions } from '@/lib/engine/types';
import type {
  ReviewCandidate,
  ReviewCsm,
  ReviewInput,
  ReviewItem,
  ReviewPolicy,
  SimilarDecision,
} from './types';

/** The data sent to Claude. `shared` is the same for every request of a review, so it can be cached. */
export interface Brief {
  /** The policy, the team's balance, and each CSM once. */
  readonly shared: string;
  /** The data of these recommendations, by id. */
  readonly accounts: (recommendationIds: readonly string[]) => string;
}

/** Returns a CSM's id in the brief, or the name itself if the brief does not describe them. */
type IdOf = (csm: string) => string;

/**
 * Builds the brief of some of a review's recommendations: of the others it has only numbers, such as how
 * many go to the same CSM. CSMs are numbered by name, so that the same input produces the same bytes in
 * any order.
 */
export function buildBrief(
  input: ReviewInput,
  recommendations: readonly ReviewItem[] = input.recommendations,
): Brief {
  const named = namedCsms(recommendations);
  const ids = new Map(named.map((name, at) => [name, `C${at + 1}`]));
  const idOf: IdOf = (csm) => ids.get(csm) ?? csm;
  const items = new Map(recommendations.map((item) => [item.recommendationId, item]));
  return {
    shared: dataBlock([
      toDataLine({ policy: thresholds(input.policy) }),
      toDataLine({ fairness: fairnessSummary(input.fairness) }),
      ...csmLines(input, named, idOf),
    ]),
    accounts: (recommendationIds) => {
      const requested = recommendationIds.flatMap((id) => items.get(id) ?? []);
      const lines = requested.map((item) => toDataLine(accountLine(item, input, idOf)));
      const count = requested.length === 1 ? 'the 1 account' : `the ${requested.length} accounts`;
      return `${dataBlock(lines)}\nReview ${count} above, each exactly once.`;
    },
  };
}

/** Selects only the fields that the prompt explains. */
function thresholds(policy: ReviewPolicy): ReviewPolicy {
  const { health, neediness, experience, velocity, coolingHours, capacity, maxPerRun } = policy;
  const { ramp, waiting, scoreWithinHours } = policy;
  return {
    health,
    neediness,
    experience,
    velocity,
    coolingHours,
    capacity,
    maxPerRun,
    ramp,
    waiting,
    scoreWithinHours,
  };
}

function namedCsms(items: readonly ReviewItem[]): string[] {
  const names = items.flatMap(({ recommended, alternatives, better }) =>
    [recommended, ...alternatives, ...better].map(({ csm }) => csm),
  );
  // Sort by code unit, because locales differ between machines.
  return [...new Set(names)].sort();
}

function csmLines(input: ReviewInput, named: readonly string[], idOf: IdOf): string[] {
  const known = new Map(input.csms.map((csm) => [csm.name, csm]));
  return named.map((name) => {
    const csm = known.get(name);
    const proposed = input.recommendations.filter(({ recommended }) => recommended.csm === name);
    const details =
      csm === undefined
        ? Array.from({ length: 6 }, () => null)
        : [
            rounded(csm.tenureMonths),
            csm.capacity,
            bookOf(csm.book),
            csm.coolingUntil,
            csm.receivedDay,
            csm.receivedWeek,
          ];
    return toDataLine([idOf(name), name, ...details, proposed.length, ...reservations(csm)]);
  });
}

/** What few CSMs have, so that the lines of the others stay short. */
function reservations(csm: ReviewCsm | undefined): object[] {
  const { reserved: pending = 0, needyWeek = 0 } = csm ?? {};
  if (pending === 0 && needyWeek === 0) return [];
  return [{ ...(pending > 0 && { pending }), ...(needyWeek > 0 && { needyWeek }) }];
}

function accountLine(item: ReviewItem, { policy }: ReviewInput, idOf: IdOf): object {
  const { account, blocked, better, earlier } = item;
  const candidate = ({ csm, score, bookAfter, capacity }: ReviewCandidate) => [
    idOf(csm),
    wholeScore(score),
    bookOf(bookAfter),
    capacity,
  ];
  const isOverdue = account.waitedDays !== null && account.waitedDays > policy.waiting.overdueDays;
  return {
    account_id: account.id,
    name: account.name,
    neediness: rounded(account.neediness),
    needy: account.neediness === null ? null : account.neediness >= policy.neediness.needyFrom,
    health: rounded(account.health),
    color: account.color,
    revenue: thousands(account.revenue),
    class: [account.segment, account.level].filter(Boolean).join(' ') || null,
    industry: account.industry,
    waited: rounded(account.waitedDays),
    ...(isOverdue && { overdue: true }),
    recommended: candidate(item.recommended),
    ...(blocked.length > 0 && {
      blocked: blocked.map(({ reason, hours }) => [reason, rounded(hours)]),
    }),
    alternatives: item.alternatives.map(candidate),
    ...(better.length > 0 && {
      better: better.map(({ csm, score, reason, hours }) => [
        idOf(csm),
        wholeScore(score),
        reason,
        rounded(hours),
      ]),
    }),
    ...(earlier.length > 0 && { earlier: earlier.map((each) => earlierLine(each, idOf)) }),
  };
}

function earlierLine(earlier: SimilarDecision, idOf: IdOf): unknown[] {
  const { verb, csm, to, reason, daysAgo, sameAccount } = earlier;
  return [verb, idOf(csm), to === null ? null : idOf(to), reason, Math.round(daysAgo), sameAccount];
}

function fairnessSummary(fairness: ReviewInput['fairness']): object {
  const { before, after } = fairness;
  return {
    ...evennessSummary(fairness),
    overCapacity: [before.overCapacity, after.overCapacity],
    nearCapacity: [before.nearCapacity, after.nearCapacity],
  };
}

/** The coefficient of variation of each dimension, before and after. Earlier runs have none of fullness. */
function evennessSummary(fairness: ReviewInput['fairness']): object {
  if (fairness.measure !== 'within_class') return {};
  const { before, after } = fairness;
  return Object.fromEntries(
    fullnessDimensions.map((of) => [
      of,
      [before, after].map(({ fullness }) => rounded(fullness[of]?.cv ?? null)),
    ]),
  );
}

function bookOf({ accounts, neediness, revenue, red, green }: Book): (number | null)[] {
  return [accounts, rounded(neediness), thousands(revenue), rounded(red), rounded(green)];
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}

/** Rounds to thousands, with one decimal for small amounts. */
function thousands(value: number | null): number | null {
  if (value === null) return null;
  return Math.abs(value) < 100_000 ? rounded(value / 1000) : Math.round(value / 1000);
}

/** The length of the warehouse's note columns. Longer texts are cut. */
const MAX_TEXT_LENGTH = 200;

/**
 * Serializes a value as JSON that no text in it can break out of. Characters that could close the
 * block, hide text, or reorder it are escaped, and long texts are cut.
 */
export function toDataLine(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'string' ? truncateText(each) : each,
  ).replace(/[<>\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, escapeCharacter);
}

/** Puts lines of data between the delimiters that the prompt describes. */
function dataBlock(lines: readonly string[]): string {
  return ['<data>', ...lines, '</data>'].join('\n');
}

function truncateText(text: string): string {
  const characters = Array.from(text);
  return characters.length <= MAX_TEXT_LENGTH
    ? text
    : `${characters.slice(0, MAX_TEXT_LENGTH - 1).join('')}…`;
}

function escapeCharacter(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
