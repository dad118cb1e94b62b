import { defaultRoutingPolicy as policy } from '@/lib/engine/policy';
import { measureQuality, type QualityFigures } from '@/lib/engine/simulation/measure-quality';
import { type Router, type SimulationInput, simulate } from '@/lib/engine/simulation/simulate';
import { WEEK_MS } from '@/lib/time';
import { pythonBatch, pythonSingle } from '@/test/engine/python-modes';
import { juniors, quarter, returnFromLeave, seniors, smallTeam, surge } from './quality/companies';

/**
 * Measures the quality of recommendations in simulated companies: medians over the seeds, and the worst
 * seed for limits. Fails if a goal is missed.
 */

/** From the second run of a day to the first of the next. */
const LONGEST_BETWEEN_RUNS_HOURS = 19;

const SEEDS = Array.from({ length: 9 }, (_, i) => 2001 + i);

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

function run(company: (seed: number) => SimulationInput, changes: Partial<SimulationInput> = {}) {
  return SEEDS.map((seed) => simulate({ ...company(seed), policy, ...changes }));
}

const figuresOf = (simulations: ReturnType<typeof run>) =>
  simulations.map((simulation) => measureQuality(simulation, policy));

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

function compareWithPython(): readonly QualityFigures[] {
  const routers: Readonly<Record<Mode, Router>> = {
    'Python batch': pythonBatch,
    'Python single': pythonSingle,
  };
  const medians = (figures: readonly QualityFigures[]) =>
    columns.map(({ value }) => median(figures.map(value)));
  const current = figuresOf(run(quarter));
  const modes = (Object.entries(routers) as [Mode, Router][]).map(
    ([mode, route]) => [mode, medians(figuresOf(run(quarter, { route })))] as const,
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

function checkScores(name: string, figures: readonly QualityFigures[]): void {
  const [lower, middle, upper] = ([0, 1, 2] as const).map((i) =>
    median(figures.map(({ scores }) => scores?.[i] ?? 0)),
  ) as [number, number, number];
  console.log(
    `score quartiles, ${name}: ${[lower, middle, upper].map((s) => s.toFixed(0)).join(' / ')}`,
  );
}

/** The most high-need accounts that the CSM who returns received in any 7 days. */
function mostHighNeedInAWeek({ accounts, csms }: ReturnType<typeof simulate>): number {
  const times = accounts
    .filter(
      ({ assessed, recommendation }) => assessed.needy && recommendation?.csm === csms.at(-1)?.name,
    )
    .flatMap(({ receivedAt }) => receivedAt ?? []);
  return Math.max(
    0,
    ...times.map((end) => times.filter((time) => time <= end && time > end - WEEK_MS).length),
  );
}

console.log(`${SEEDS.length} seeds\n`);
const ordinary = compareWithPython();
const inSurge = figuresOf(run(surge));
const hours = LONGEST_BETWEEN_RUNS_HOURS;
const longest = Math.max(...ordinary.map(({ waiting }) => waiting.longest));
check(
  `quarter: every account is placed in the next run, at most ${hours} h later`,
  longest <= hours / 24,
);
checkWaits('surge of 100 accounts a day for 10 days', inSurge, 8);
checkWaits('5 seniors', figuresOf(run((seed) => smallTeam(seed, seniors))), 6);
checkWaits('5 juniors', figuresOf(run((seed) => smallTeam(seed, juniors))), 14);
const late = figuresOf(run(surge, { decisionHours: 20 }));
const over = late.reduce((sum, { csmWeeksOverLimit }) => sum + csmWeeksOverLimit, 0);
check(
  `decisions 20 h late in the surge: ${over} CSM-weeks over ${policy.velocity.perWeek}, at most 0`,
  over === 0,
);
const ramp = Math.max(...run(returnFromLeave).map(mostHighNeedInAWeek));
const { highNeedPerWeek } = policy.ramp;
check(
  `return from leave: ${ramp} high-need accounts in 7 days, at most ${highNeedPerWeek}`,
  ramp <= highNeedPerWeek,
);
checkScores('quarter', ordinary);
checkScores('surge', inSurge);
console.log(missed === 0 ? '\nAll goals met.' : `\n${missed} goals missed.`);
if (missed > 0) process.exitCode = 1;
