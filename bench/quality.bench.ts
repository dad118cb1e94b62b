import { defaultRoutingPolicy as policy } from '@/lib/engine/policy';
import type { QualityFigures } from '@/lib/engine/simulation/measure-quality';
import type { Router } from '@/lib/engine/simulation/simulate';
import { pythonBatch, pythonSingle } from '@/test/engine/python-modes';
import { juniors, quarter, returnFromLeave, seniors, smallTeam, surge } from './quality/companies';
import {
  figuresOf,
  firstSeeds,
  median,
  mostHighNeedInAWeek,
  scoreQuartiles,
  simulateAll,
} from './quality/figures';
import { sweepSettings } from './quality/sweep';

/**
 * Measures the quality of recommendations in simulated companies: medians over the seeds, and the worst
 * seed for limits. Fails if a goal is missed. With `--sweep`, shows how the figures depend on the settings
 * whose defaults come from here.
 */

/** From the second run of a day to the first of the next. */
const LONGEST_BETWEEN_RUNS_HOURS = 19;

const SEEDS = firstSeeds(9);

interface Column {
  readonly title: string;
  readonly value: (figures: QualityFigures) => number;
  readonly digits: number;
  readonly better: 'lower' | 'higher';
  /** Points by which the policy may be worse than this mode. */
  readonly tolerance?: { readonly than: Mode; readonly points: number };
}

type Mode = 'Python batch' | 'Python single';

const columns: readonly Column[] = [
  { title: 'CV accounts', value: (f) => f.cvAccounts, digits: 1, better: 'lower' },
  {
    title: 'CV neediness',
    value: (f) => f.cvNeediness,
    digits: 1,
    better: 'lower',
    tolerance: { than: 'Python batch', points: 1 },
  },
  {
    title: 'CV revenue',
    value: (f) => f.cvRevenue,
    digits: 1,
    better: 'lower',
    tolerance: { than: 'Python single', points: 1.5 },
  },
  { title: 'CV red, seniors', value: (f) => f.cvRedOfSeniors, digits: 1, better: 'lower' },
  {
    title: 'high-need → 6 m',
    value: (f) => f.needyWithExperienced ?? 100,
    digits: 0,
    better: 'higher',
  },
  { title: 'red → 12 m', value: (f) => f.redWithSenior ?? 100, digits: 0, better: 'higher' },
  { title: 'within 4 h', value: (f) => f.receivedWhileCooling, digits: 0, better: 'lower' },
  { title: 'over 10 in 7 d', value: (f) => f.csmWeeksOverLimit, digits: 0, better: 'lower' },
];

let missed = 0;

function check(goal: string, isMet: boolean): void {
  if (!isMet) missed += 1;
  console.log(`${isMet ? 'met   ' : 'MISSED'}  ${goal}`);
}

function compareWithPython(): readonly QualityFigures[] {
  const routers: Readonly<Record<Mode, Router>> = {
    'Python batch': pythonBatch,
    'Python single': pythonSingle,
  };
  const medians = (figures: readonly QualityFigures[]) =>
    columns.map(({ value }) => median(figures.map(value)));
  const current = figuresOf(quarter, SEEDS);
  const modes = (Object.entries(routers) as [Mode, Router][]).map(
    ([mode, route]) => [mode, medians(figuresOf(quarter, SEEDS, { route }))] as const,
  );
  const own = medians(current);
  const rows = [...modes, ['current policy', own] as const];
  console.log(`| | ${columns.map(({ title }) => title).join(' | ')} |`);
  console.log(`| --- |${' --- |'.repeat(columns.length)}`);
  for (const [name, values] of rows) {
    const cells = values.map((value, c) => value.toFixed(columns[c]?.digits));
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
  console.log();
  for (const [mode, values] of modes) {
    columns.forEach(({ title, better, tolerance }, c) => {
      const allowed = tolerance?.than === mode ? tolerance.points : 0;
      const lead = ((values[c] as number) - (own[c] as number)) * (better === 'lower' ? 1 : -1);
      const suffix = allowed > 0 ? `, within ${allowed}` : '';
      check(`${title}: at least as good as ${mode}${suffix}`, lead >= -allowed);
    });
  }
  return current;
}

function checkWaits(name: string, figures: readonly QualityFigures[], days: number): void {
  const longest = Math.max(...figures.map(({ waiting }) => waiting.longest));
  check(`${name}: longest wait ${longest.toFixed(1)} days, at most ${days}`, longest <= days);
  const urgent = median(figures.map(({ waiting }) => waiting.p95Urgent));
  const other = median(figures.map(({ waiting }) => waiting.p95Other));
  check(
    `${name}: p95 wait of red and high-need accounts ${urgent.toFixed(1)} days, of the others ${other.toFixed(1)}`,
    urgent <= other,
  );
}

function checkGoals(): void {
  console.log(`${SEEDS.length} seeds\n`);
  const ordinary = compareWithPython();
  const hours = LONGEST_BETWEEN_RUNS_HOURS;
  const longest = Math.max(...ordinary.map(({ waiting }) => waiting.longest));
  check(
    `quarter: every account is placed in the next run, at most ${hours} h later`,
    longest <= hours / 24,
  );
  const inSurge = figuresOf(surge, SEEDS);
  checkWaits('surge of 100 accounts a day for 10 days', inSurge, 8);
  checkWaits(
    '5 seniors',
    figuresOf((seed) => smallTeam(seed, seniors), SEEDS),
    6,
  );
  checkWaits(
    '5 juniors',
    figuresOf((seed) => smallTeam(seed, juniors), SEEDS),
    14,
  );
  const late = figuresOf(surge, SEEDS, { decisionHours: 20 });
  const over = late.reduce((sum, { csmWeeksOverLimit }) => sum + csmWeeksOverLimit, 0);
  const { velocity, ramp } = policy;
  check(`decisions 20 h late in the surge: ${over} CSM-weeks over ${velocity.perWeek}`, over === 0);
  const most = Math.max(...simulateAll(returnFromLeave, SEEDS).map(mostHighNeedInAWeek));
  check(
    `return from leave: ${most} high-need accounts in 7 days, at most ${ramp.highNeedPerWeek}`,
    most <= ramp.highNeedPerWeek,
  );
  const quartiles = scoreQuartiles(ordinary);
  check(
    `quarter: score quartiles ${inWords(quartiles)}, the median at least 80`,
    quartiles[1] >= 80,
  );
  check('quarter: a quarter of the scores are below 65', quartiles[0] < 65);
  console.log(`surge: score quartiles ${inWords(scoreQuartiles(inSurge))}`);
  const returned = scoreQuartiles(figuresOf(returnFromLeave, SEEDS));
  console.log(`return from leave: score quartiles ${inWords(returned)}`);
  console.log(missed === 0 ? '\nAll goals met.' : `\n${missed} goals missed.`);
  if (missed > 0) process.exitCode = 1;
}

const inWords = (scores: readonly number[]) => scores.map((score) => score.toFixed(0)).join(' / ');

if (process.argv.includes('--sweep')) sweepSettings();
else checkGoals();
