import { WEEK_MS } from '@/lib/time';
import 'server-only';
import { z } from 'zod';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import {
  type CalibrationCount,
  calibrationCounts,
} from '@/lib/warehouse/sql/analytics/calibration';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';

/** Weeks are counted from this Monday. */
const FIRST_MONDAY = Date.UTC(2024, 0, 1);

/** A warning that was visible for less time than this counts as decided very fast. */
const FAST_BELOW_MS = 3_000;

const calibrationInput = z.object({
  /** Number of weeks, including the current one. */
  weeks: z
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(104, 'can be at most 104'),
});

/** How Claude's verdicts compare with managers' decisions. */
export interface Calibration extends AgreementByVisibility {
  /** Midnight UTC of the first Monday included. */
  readonly since: Date;
  /** All decisions in effect, with and without a verdict. */
  readonly decisions: number;
  /** Decisions made before the review arrived. */
  readonly late: number;
  /** Newest first, without weeks that have no decided verdict. */
  readonly byWeek: readonly (AgreementByVisibility & { readonly from: Date })[];
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

/** Compares Claude's verdicts with managers' decisions in effect. */
export async function getCalibration(
  ctx: Context,
  input: z.input<typeof calibrationInput>,
): Promise<Calibration> {
  requireRole(ctx.person, 'viewer');
  const { weeks } = parseInput(calibrationInput, input);
  const currentWeek = Math.floor((ctx.now().getTime() - FIRST_MONDAY) / WEEK_MS);
  const since = new Date(FIRST_MONDAY + (currentWeek - weeks + 1) * WEEK_MS);
  const { policy } = await currentPolicy(ctx.warehouse);
  const { names } = await ctx.readModel.facts(policy, ctx.now());
  const counts = await ctx.warehouse.read(
    calibrationCounts({ since, fastBelowMs: FAST_BELOW_MS, spellings: names.spellings }),
  );
  const withVerdict = counts.filter(({ verdict }) => verdict !== null);
  const total = (field: 'flagged' | 'timed' | 'fast') =>
    counts.reduce((sum, row) => sum + row[field], 0);
  return {
    since,
    decisions: countDecisions(counts),
    late: countDecisions(counts.filter(({ late }) => late)),
    ...agreementByVisibility(withVerdict),
    byWeek: groupCounts(withVerdict, (each) => String(each.week))
      .map((group) => ({
        from: new Date(since.getTime() + (group[0]?.week ?? 0) * WEEK_MS),
        ...agreementByVisibility(group),
      }))
      .sort((a, b) => b.from.getTime() - a.from.getTime()),
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

export type DecidedVerb = CalibrationCount['verb'];

/** With fewer cases, no percentage is shown. */
export const MIN_SAMPLE_FOR_SHARE = 20;

/** `count` out of `of` cases. */
export interface Proportion {
  readonly count: number;
  readonly of: number;
}

/** How Claude's verdicts and managers' decisions agree. */
export interface Agreement {
  /** Number of decisions by verdict and kind. */
  readonly matrix: Readonly<Record<Verdict, Readonly<Record<DecidedVerb, number>>>>;
  readonly total: number;
  /** Approve and accepted, or reassign and not accepted, out of all with either verdict. */
  readonly agreed: Proportion;
  /** Not accepted, out of all with the verdict caution. */
  readonly cautionNotAccepted: Proportion;
  /** The precision of reassign: not accepted, out of all with the verdict reassign. */
  readonly reassignNotAccepted: Proportion;
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
  const notAccepted = (verdict: Verdict): Proportion => {
    const { accept, override, reject } = matrix[verdict];
    return { count: override + reject, of: accept + override + reject };
  };
  const approve = notAccepted('approve');
  const reassign = notAccepted('reassign');
  const overridden = counts.filter(
    (each) => each.verdict === 'reassign' && each.verb === 'override',
  );
  return {
    matrix,
    total: verdicts.reduce((all, verdict) => all + notAccepted(verdict).of, 0),
    agreed: {
      count: approve.of - approve.count + reassign.count,
      of: approve.of + reassign.of,
    },
    cautionNotAccepted: notAccepted('caution'),
    reassignNotAccepted: reassign,
    toSuggestion: {
      count: overridden.reduce((all, { toSuggestion }) => all + toSuggestion, 0),
      of: overridden.reduce((all, { suggested }) => all + suggested, 0),
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

/** The number of standard errors for 95% confidence. */
const Z_95 = 1.96;

/**
 * Returns the 95% confidence interval of a share (0–1): Wilson's score interval (1927), which is also
 * accurate near 0 and 1. Null without cases.
 */
export function wilsonInterval({ count, of }: Proportion): readonly [number, number] | null {
  if (of === 0) return null;
  const share = count / of;
  const center = share + Z_95 ** 2 / (2 * of);
  const margin = Z_95 * Math.sqrt((share * (1 - share)) / of + Z_95 ** 2 / (4 * of ** 2));
  const scale = 1 + Z_95 ** 2 / of;
  return [Math.max(0, (center - margin) / scale), Math.min(1, (center + margin) / scale)];
}
