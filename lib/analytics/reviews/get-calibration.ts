import 'server-only';
import {
  type Period,
  parseScope,
  previousPeriod,
  type ScopeInput,
} from '@/lib/analytics/shared/scope';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { type ChanceComparison, compareWithChance, type Proportion } from '@/lib/statistics';
import {
  type CalibrationCount,
  type CalibrationScope,
  calibrationCounts,
  type DecidedVerb,
} from '@/lib/warehouse/sql/analytics/calibration';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';

/** A warning that was visible for less time than this counts as decided very fast. */
const FAST_BELOW_MS = 3_000;

/** How Claude's verdicts compare with managers' decisions. */
export interface Calibration extends AgreementByVisibility {
  readonly period: Period;
  /** Agreement in the period before. */
  readonly previous: AgreementByVisibility;
  /** All decisions in effect, with and without a verdict. */
  readonly decisions: number;
  /** Decisions made before the review arrived. */
  readonly late: number;
  /** Newest first, without weeks that have no decided verdict. */
  readonly byWeek: readonly (AgreementByVisibility & {
    /** The Monday, `YYYY-MM-DD`. */
    readonly week: string;
  })[];
  /** Most decisions first. */
  readonly byVersion: readonly (AgreementByVisibility & {
    readonly model: string;
    readonly promptVersion: number;
  })[];
  /** Decisions on recommendations with a warning, by how long it was visible. */
  readonly warned: {
    readonly decisions: number;
    /** Those with a known duration. */
    readonly timed: number;
    readonly fast: number;
  };
}

/**
 * Compares Claude's verdicts with managers' decisions in effect, of a period and of the one before.
 * @throws AppError `invalid_input`
 */
export async function getCalibration(ctx: Context, input: ScopeInput): Promise<Calibration> {
  requireRole(ctx.person, 'viewer');
  const { period, ...scope } = await readCalibrationScope(ctx, input);
  const counts = await ctx.warehouse.read(calibrationCounts(scope, previousPeriod(period).from));
  const current = counts.filter(({ isCurrent }) => isCurrent);
  const withVerdict = current.filter(({ verdict }) => verdict !== null);
  const total = (field: 'flagged' | 'timed' | 'fast') =>
    current.reduce((sum, row) => sum + row[field], 0);
  return {
    period,
    decisions: countDecisions(current),
    late: countDecisions(current.filter(({ late }) => late)),
    ...agreementByVisibility(withVerdict),
    previous: agreementByVisibility(counts.filter(({ isCurrent }) => !isCurrent)),
    byWeek: groupCounts(withVerdict, ({ week }) => week ?? '')
      .map((group) => ({ week: group[0]?.week ?? '', ...agreementByVisibility(group) }))
      .sort((a, b) => (a.week < b.week ? 1 : -1)),
    byVersion: groupCounts(withVerdict, (each) => `${each.model} ${each.promptVersion}`)
      .sort((a, b) => countDecisions(b) - countDecisions(a))
      .map((group) => ({
        model: group[0]?.model ?? '',
        promptVersion: group[0]?.promptVersion ?? 0,
        ...agreementByVisibility(group),
      })),
    warned: { decisions: total('flagged'), timed: total('timed'), fast: total('fast') },
  };
}

/**
 * Parses the period of the Reviews page.
 * @throws AppError `invalid_input`
 */
export async function readCalibrationScope(
  ctx: Context,
  input: ScopeInput,
): Promise<CalibrationScope & { readonly period: Period }> {
  const { period } = parseScope(input, ctx.now());
  const { policy } = await currentPolicy(ctx.warehouse);
  const { names } = await ctx.readModel.facts(policy, ctx.now());
  const { from, to, clock } = period;
  return { period, from, to, clock, fastBelowMs: FAST_BELOW_MS, spellings: names.spellings };
}

function groupCounts(
  counts: readonly CalibrationCount[],
  keyOf: (count: CalibrationCount) => string,
): CalibrationCount[][] {
  const groups = new Map<string, CalibrationCount[]>();
  for (const each of counts) {
    const key = keyOf(each);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

/** How Claude's verdicts and managers' decisions agree. */
export interface Agreement {
  /** Number of decisions by verdict and kind. */
  readonly matrix: Readonly<Record<Verdict, Readonly<Record<DecidedVerb, number>>>>;
  readonly total: number;
  /** Approve and accepted, or reassign and not accepted, out of all with either verdict. */
  readonly agreed: Proportion;
  /** Agreement on approve and reassign, compared with chance. */
  readonly chance: ChanceComparison;
  /** Not accepted, out of all with each verdict and out of all together: the base rate. */
  readonly notAccepted: Readonly<Record<Verdict | 'all', Proportion>>;
  /** Overrides to the suggested CSM, out of all overrides with a suggestion. */
  readonly toSuggestion: Proportion;
}

type Counts = readonly CalibrationCount[];

/** Counts agreement. Decisions without a verdict are excluded. */
function agreementOf(counts: Counts): Agreement {
  const sum = (verdict: Verdict, verb: DecidedVerb) =>
    countDecisions(counts.filter((each) => each.verdict === verdict && each.verb === verb));
  const row = (verdict: Verdict) => ({
    accept: sum(verdict, 'accept'),
    override: sum(verdict, 'override'),
    reject: sum(verdict, 'reject'),
  });
  const matrix = { approve: row('approve'), caution: row('caution'), reassign: row('reassign') };
  const notAcceptedOf = (...of: readonly Verdict[]): Proportion => {
    const accepted = of.reduce((all, verdict) => all + matrix[verdict].accept, 0);
    const others = of.reduce(
      (all, verdict) => all + matrix[verdict].override + matrix[verdict].reject,
      0,
    );
    return { count: others, of: accepted + others };
  };
  const notAccepted = {
    approve: notAcceptedOf('approve'),
    caution: notAcceptedOf('caution'),
    reassign: notAcceptedOf('reassign'),
    all: notAcceptedOf(...verdicts),
  };
  const { approve, reassign, all } = notAccepted;
  const overridden = counts.filter(
    (each) => each.verdict === 'reassign' && each.verb === 'override',
  );
  return {
    matrix,
    total: all.of,
    agreed: {
      count: approve.of - approve.count + reassign.count,
      of: approve.of + reassign.of,
    },
    chance: compareWithChance([
      [approve.of - approve.count, approve.count],
      [reassign.of - reassign.count, reassign.count],
    ]),
    notAccepted,
    toSuggestion: {
      count: overridden.reduce((sum, { toSuggestion }) => sum + toSuggestion, 0),
      of: overridden.reduce((sum, { suggested }) => sum + suggested, 0),
    },
  };
}

function countDecisions(counts: Counts): number {
  return counts.reduce((all, { decisions }) => all + decisions, 0);
}

/** Agreement where managers saw the verdict before deciding, and where it was hidden. */
export interface AgreementByVisibility {
  readonly seen: Agreement;
  readonly blind: Agreement;
}

/** Splits by visibility, because only decisions made without seeing the verdict are independent. */
function agreementByVisibility(counts: Counts): AgreementByVisibility {
  return {
    seen: agreementOf(counts.filter(({ blind }) => !blind)),
    blind: agreementOf(counts.filter(({ blind }) => blind)),
  };
}
