import { WEEK_MS } from '@/lib/time';
import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import {
  type CalibrationCount,
  calibrationCounts,
} from '@/lib/warehouse/sql/analytics/calibration';
import { type Verdict, verdicts } from './types';

/** A Monday, from which weeks are counted. */
const FIRST_MONDAY = Date.UTC(2024, 0, 1);

/** A look at a warning that is shorter than this is a very fast one. */
const fastBelowMs = 3_000;

const calibrationInput = z.object({
  /** How many weeks back, the present one included. */
  weeks: z
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(104, 'can be at most 104'),
});

/** How Claude's verdicts stand beside the managers' decisions. */
export interface Calibration extends AgreementByVisibility {
  /** The Monday from which on decisions count, at midnight UTC. */
  readonly since: Date;
  /** All decisions that stand, with and without a verdict. */
  readonly decisions: number;
  /** Decisions whose review came too late to be read. */
  readonly late: number;
  /** Newest first; weeks without a decided verdict are left out. */
  readonly byWeek: readonly (AgreementByVisibility & { readonly from: Date })[];
  /** Those with the most decisions first. */
  readonly byVersion: readonly (AgreementByVisibility & {
    readonly model: string;
    readonly promptVersion: number;
  })[];
  /** Decisions on recommendations that showed a warning, by how long it was in view. */
  readonly warned: {
    readonly decisions: number;
    /** Of which it is known how long. */
    readonly timed: number;
    readonly fast: number;
  };
}

/** Answers how far managers agreed with Claude, from the decisions that stand. */
export async function getCalibration(
  ctx: Context,
  input: z.input<typeof calibrationInput>,
): Promise<Calibration> {
  requireRole(ctx.person, 'viewer');
  const { weeks } = parseInput(calibrationInput, input);
  const present = Math.floor((ctx.now().getTime() - FIRST_MONDAY) / WEEK_MS);
  const since = new Date(FIRST_MONDAY + (present - weeks + 1) * WEEK_MS);
  const counts = await ctx.warehouse.read(calibrationCounts({ since, fastBelowMs }));
  const withVerdict = counts.filter(({ verdict }) => verdict !== null);
  const total = (of: 'flagged' | 'timed' | 'fast') => counts.reduce((all, row) => all + row[of], 0);
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

/** What a manager made of a recommendation. */
export type DecidedVerb = CalibrationCount['verb'];

/** From how many cases on a share is worth saying. */
export const MIN_SAMPLE_FOR_SHARE = 20;

/** A part of some cases. */
export interface Proportion {
  readonly count: number;
  readonly of: number;
}

/** How Claude's verdicts and the managers' decisions went together. */
export interface Agreement {
  /** How many decisions of each kind fell on each verdict. */
  readonly matrix: Readonly<Record<Verdict, Readonly<Record<DecidedVerb, number>>>>;
  readonly total: number;
  /** Approve and accepted, or reassign and not accepted, of all with one of the two verdicts. */
  readonly agreed: Proportion;
  /** Of those that Claude would look at twice: not accepted. */
  readonly cautionNotAccepted: Proportion;
  /** The precision of reassign: of those that Claude would reassign, not accepted. */
  readonly reassignNotAccepted: Proportion;
  /** Of the overrides where Claude had suggested somebody: to that CSM. */
  readonly toSuggestion: Proportion;
}

type Counts = readonly CalibrationCount[];

/** Counts how verdicts and decisions went together; decisions without a verdict are left out. */
function agreementOf(counts: Counts): Agreement {
  const sum = (verdict: Verdict, verb: DecidedVerb) =>
    countDecisions(counts.filter((each) => each.verdict === verdict && each.verb === verb));
  const row = (verdict: Verdict) => ({
    accept: sum(verdict, 'accept'),
    override: sum(verdict, 'override'),
    reject: sum(verdict, 'reject'),
  });
  const matrix = { approve: row('approve'), caution: row('caution'), reassign: row('reassign') };
  const setAside = (verdict: Verdict): Proportion => {
    const { accept, override, reject } = matrix[verdict];
    return { count: override + reject, of: accept + override + reject };
  };
  const approve = setAside('approve');
  const reassign = setAside('reassign');
  const overridden = counts.filter(
    (each) => each.verdict === 'reassign' && each.verb === 'override',
  );
  return {
    matrix,
    total: verdicts.reduce((all, verdict) => all + setAside(verdict).of, 0),
    agreed: {
      count: approve.of - approve.count + reassign.count,
      of: approve.of + reassign.of,
    },
    cautionNotAccepted: setAside('caution'),
    reassignNotAccepted: reassign,
    toSuggestion: {
      count: overridden.reduce((all, { toSuggestion }) => all + toSuggestion, 0),
      of: overridden.reduce((all, { suggested }) => all + suggested, 0),
    },
  };
}

/** How many decisions are counted in all. */
function countDecisions(counts: Counts): number {
  return counts.reduce((all, { decisions }) => all + decisions, 0);
}

/** Verdicts that managers saw before deciding, and those kept back until they had decided. */
export interface AgreementByVisibility {
  readonly seen: Agreement;
  readonly blind: Agreement;
}

/** The same, apart for what was seen and what was kept back: only the latter is independent. */
function agreementByVisibility(counts: Counts): AgreementByVisibility {
  return {
    seen: agreementOf(counts.filter(({ blind }) => !blind)),
    blind: agreementOf(counts.filter(({ blind }) => blind)),
  };
}

/** 1.96 standard errors each way: 95 of 100 such ranges hold the true share. */
const Z_95 = 1.96;

/**
 * Between which shares (0–1) the true one probably lies, at 95 % confidence: Wilson's score interval
 * (1927), which also holds near 0 and 1. Null where there are no cases.
 */
export function wilsonInterval({ count, of }: Proportion): readonly [number, number] | null {
  if (of === 0) return null;
  const share = count / of;
  const middle = share + Z_95 ** 2 / (2 * of);
  const reach = Z_95 * Math.sqrt((share * (1 - share)) / of + Z_95 ** 2 / (4 * of ** 2));
  const whole = 1 + Z_95 ** 2 / of;
  return [Math.max(0, (middle - reach) / whole), Math.min(1, (middle + reach) / whole)];
}
