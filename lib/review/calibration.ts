import type { CalibrationCount } from '@/lib/warehouse/sql/calibration';
import { type Verdict, verdicts } from './types';

/** What a manager made of a recommendation. */
export type Outcome = CalibrationCount['verb'];

/** From how many cases on a share is worth saying. */
export const fewestForShare = 20;

/** A part of some cases. */
export interface Part {
  readonly count: number;
  readonly of: number;
}

/** How Claude's verdicts and the managers' decisions went together. */
export interface Agreement {
  /** How many decisions of each kind fell on each verdict. */
  readonly matrix: Readonly<Record<Verdict, Readonly<Record<Outcome, number>>>>;
  readonly total: number;
  /** Approve and accepted, or reassign and not accepted, of all with one of the two verdicts. */
  readonly agreed: Part;
  /** Of those that Claude would look at twice: not accepted. */
  readonly cautionSetAside: Part;
  /** The precision of reassign: of those that Claude would reassign, not accepted. */
  readonly reassignSetAside: Part;
  /** Of the overrides where Claude had suggested somebody: to that CSM. */
  readonly toSuggestion: Part;
}

type Counts = readonly CalibrationCount[];

/** Counts how verdicts and decisions went together; decisions without a verdict are left out. */
function agreementOf(counts: Counts): Agreement {
  const sum = (verdict: Verdict, verb: Outcome) =>
    decisionsIn(counts.filter((each) => each.verdict === verdict && each.verb === verb));
  const row = (verdict: Verdict) => ({
    accept: sum(verdict, 'accept'),
    override: sum(verdict, 'override'),
    reject: sum(verdict, 'reject'),
  });
  const matrix = { approve: row('approve'), caution: row('caution'), reassign: row('reassign') };
  const setAside = (verdict: Verdict): Part => {
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
    cautionSetAside: setAside('caution'),
    reassignSetAside: reassign,
    toSuggestion: {
      count: overridden.reduce((all, { toSuggestion }) => all + toSuggestion, 0),
      of: overridden.reduce((all, { suggested }) => all + suggested, 0),
    },
  };
}

/** How many decisions are counted in all. */
export function decisionsIn(counts: Counts): number {
  return counts.reduce((all, { decisions }) => all + decisions, 0);
}

/** Verdicts that managers saw before deciding, and those kept back until they had decided. */
export interface SeenAndBlind {
  readonly seen: Agreement;
  readonly blind: Agreement;
}

/** The same, apart for what was seen and what was kept back: only the latter is independent. */
export function seenAndBlind(counts: Counts): SeenAndBlind {
  return {
    seen: agreementOf(counts.filter(({ blind }) => !blind)),
    blind: agreementOf(counts.filter(({ blind }) => blind)),
  };
}

/** 1.96 standard errors each way: 95 of 100 such ranges hold the true share. */
const z = 1.96;

/**
 * Between which shares (0–1) the true one probably lies, at 95 % confidence: Wilson's score interval
 * (1927), which also holds near 0 and 1. Null where there are no cases.
 */
export function likelyRange({ count, of }: Part): readonly [number, number] | null {
  if (of === 0) return null;
  const share = count / of;
  const middle = share + z ** 2 / (2 * of);
  const reach = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  const whole = 1 + z ** 2 / of;
  return [Math.max(0, (middle - reach) / whole), Math.min(1, (middle + reach) / whole)];
}
