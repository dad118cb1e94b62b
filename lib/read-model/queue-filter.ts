import type { Flag } from '@/lib/engine/flags';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { nameKey } from '@/lib/names';
import type { Verdict } from '@/lib/warehouse/sql/reviews';
import type { QueuedRow, Readiness } from './csm-work';
import { colorOf, levelOf, segmentOf } from './flagged-recommendation';
import { visibleFeedback, visibleVerdict } from './visible-review';

/** Filters of the queue. An empty list does not filter. */
export interface QueueFilter {
  readonly text: string;
  readonly runId: string | null;
  readonly methods: readonly string[];
  readonly csms: readonly string[];
  readonly segments: readonly string[];
  readonly levels: readonly string[];
  readonly colors: readonly string[];
  readonly flags: readonly (Flag | 'any' | 'none')[];
  /** Claude's verdicts; `none` matches rows without a visible verdict. */
  readonly verdicts: readonly (Verdict | 'none')[];
  readonly readiness: readonly Readiness['kind'][];
  /** Only those that have been pending too long. */
  readonly overdue: boolean;
  /** Only those that are snoozed; otherwise only those that are not. */
  readonly snoozed: boolean;
  readonly minScore: number | null;
  readonly maxScore: number | null;
}

type Condition = (row: QueuedRow) => boolean;

const MAX_WORDS = 8;

/** Creates the condition that a row must meet, from the filters that are set. */
export function createFilter(
  filter: QueueFilter,
  policy: Pick<RoutingPolicy, 'health'>,
): Condition {
  const { runId, minScore, maxScore } = filter;
  const conditions = [
    (row: QueuedRow) => row.snoozed === filter.snoozed,
    filter.overdue ? (row: QueuedRow) => row.overdue : null,
    isOneOf(filter.readiness, ({ readiness }) => readiness.kind),
    runId === null ? null : ({ recommendation }: QueuedRow) => recommendation.runId === runId,
    isOneOf(filter.methods, ({ recommendation }) => recommendation.method),
    isOneOfNames(filter.csms, ({ recommendation }) => recommendation.recommendedCsm),
    isOneOfNames(filter.segments, segmentOf),
    isOneOfNames(filter.levels, levelOf),
    isOneOf(filter.colors, (row) => colorOf(row, policy)),
    minScore === null ? null : hasScore((score) => score >= minScore),
    maxScore === null ? null : hasScore((score) => score <= maxScore),
    hasFlag(filter.flags),
    hasVerdict(filter.verdicts),
    containsWords(filter.text),
  ].filter((condition) => condition !== null);
  return (row) => conditions.every((condition) => condition(row));
}

function isOneOf(
  values: readonly string[],
  toValue: (row: QueuedRow) => string | null,
): Condition | null {
  if (values.length === 0) return null;
  const allowed: ReadonlySet<string | null> = new Set(values);
  return (row) => allowed.has(toValue(row));
}

/** Like `isOneOf`, in any spelling, as in an old link or saved view. */
function isOneOfNames(
  names: readonly string[],
  toName: (row: QueuedRow) => string | null,
): Condition | null {
  if (names.length === 0) return null;
  const allowed = new Set(names.map(nameKey));
  // Few names occur on many rows.
  const isAllowed = new Map<string, boolean>();
  return (row) => {
    const name = toName(row);
    if (name === null) return false;
    const known = isAllowed.get(name) ?? allowed.has(nameKey(name));
    isAllowed.set(name, known);
    return known;
  };
}

function hasScore(isAllowed: (score: number) => boolean): Condition {
  return ({ recommendation: { score } }) => score !== null && isAllowed(score);
}

/** A row with any of the flags. */
function hasFlag(wanted: QueueFilter['flags']): Condition | null {
  if (wanted.length === 0) return null;
  return ({ flags }) =>
    wanted.some((flag) => {
      if (flag === 'any') return flags.length > 0;
      return flag === 'none' ? flags.length === 0 : flags.includes(flag);
    });
}

function hasVerdict(wanted: QueueFilter['verdicts']): Condition | null {
  return isOneOf(
    wanted,
    ({ recommendation }) => visibleVerdict(recommendation, 'pending') ?? 'none',
  );
}

/** A row that contains each of the words, ignoring case. */
function containsWords(text: string): Condition | null {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
  if (words.length === 0) return null;
  return ({ recommendation, account }) => {
    const searched = [
      account?.name ?? '',
      recommendation.accountId,
      recommendation.recommendedCsm,
      visibleFeedback(recommendation, 'pending') ?? '',
      account?.industry ?? '',
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => searched.includes(word));
  };
}
