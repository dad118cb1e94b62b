import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/parse';
import { type CalibrationCount, calibrationCounts } from '@/lib/warehouse/sql/calibration';
import { decisionsIn, type SeenAndBlind, seenAndBlind } from './calibration';

const day = 24 * 3_600_000;
const week = 7 * day;
/** A Monday, from which weeks are counted. */
const monday = Date.UTC(2024, 0, 1);

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
export interface Calibration extends SeenAndBlind {
  /** The Monday from which on decisions count, at midnight UTC. */
  readonly since: Date;
  /** All decisions that stand, with and without a verdict. */
  readonly decisions: number;
  /** Decisions whose review came too late to be read. */
  readonly late: number;
  /** Newest first; weeks without a decided verdict are left out. */
  readonly byWeek: readonly (SeenAndBlind & { readonly from: Date })[];
  /** Those with the most decisions first. */
  readonly byVersion: readonly (SeenAndBlind & {
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
  const present = Math.floor((ctx.now().getTime() - monday) / week);
  const since = new Date(monday + (present - weeks + 1) * week);
  const counts = await ctx.warehouse.read(calibrationCounts({ since, fastBelowMs }));
  const withVerdict = counts.filter(({ verdict }) => verdict !== null);
  const total = (of: 'flagged' | 'timed' | 'fast') => counts.reduce((all, row) => all + row[of], 0);
  return {
    since,
    decisions: decisionsIn(counts),
    late: decisionsIn(counts.filter(({ late }) => late)),
    ...seenAndBlind(withVerdict),
    byWeek: groupsOf(withVerdict, (each) => String(each.week))
      .map((group) => ({
        from: new Date(since.getTime() + (group[0]?.week ?? 0) * week),
        ...seenAndBlind(group),
      }))
      .sort((a, b) => b.from.getTime() - a.from.getTime()),
    byVersion: groupsOf(withVerdict, (each) => `${each.model} ${each.promptVersion}`)
      .sort((a, b) => decisionsIn(b) - decisionsIn(a))
      .map((group) => ({
        model: group[0]?.model ?? '',
        promptVersion: group[0]?.promptVersion ?? 0,
        ...seenAndBlind(group),
      })),
    warned: { decisions: total('flagged'), timed: total('timed'), fast: total('fast') },
  };
}

function groupsOf(
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
