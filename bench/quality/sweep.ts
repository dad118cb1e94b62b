import { defaultRoutingPolicy, type RoutingPolicy } from '@/lib/engine/policy';
import { juniors, quarter, returnFromLeave, smallTeam, surge } from './companies';
import {
  figuresOf,
  firstSeeds,
  median,
  mostHighNeedInAWeek,
  scoreQuartiles,
  simulateAll,
} from './figures';

type Change = (policy: RoutingPolicy, value: number) => RoutingPolicy;

/** The settings whose defaults are calibrated, each with the values to compare. */
const settings: readonly (readonly [name: string, values: readonly number[], Change])[] = [
  [
    'weights.waiting',
    [0, 5, 10, 20],
    (policy, waiting) => ({ ...policy, weights: { ...policy.weights, waiting } }),
  ],
  [
    'waiting.urgentFactor',
    [1, 2, 3],
    (policy, urgentFactor) => ({ ...policy, waiting: { ...policy.waiting, urgentFactor } }),
  ],
  [
    'waiting.overdueDays',
    [3, 5, 7, 10, 14],
    (policy, overdueDays) => ({ ...policy, waiting: { ...policy.waiting, overdueDays } }),
  ],
  [
    'ramp.highNeedPerWeek',
    [2, 3, 4, 5, 6, 10],
    (policy, highNeedPerWeek) => ({ ...policy, ramp: { highNeedPerWeek } }),
  ],
];

const SCALES = [2, 2.5, 3, 5, 10];

/** Prints how waiting and the ramp depend on each setting, and the scores on their scale. */
export function sweepSettings(): void {
  const seeds = firstSeeds(5);
  console.log(
    '| setting | value | surge: longest | p95 urgent | p95 other | juniors: longest | p95 urgent | p95 other | high-need in 7 d after leave |',
  );
  console.log(`|${' --- |'.repeat(9)}`);
  for (const [name, values, change] of settings) {
    for (const value of values) {
      const policy = change(defaultRoutingPolicy, value);
      const waits = [surge, (seed: number) => smallTeam(seed, juniors)].flatMap((company) => {
        const figures = figuresOf(company, seeds, { policy }).map(({ waiting }) => waiting);
        return [
          Math.max(...figures.map(({ longest }) => longest)),
          median(figures.map(({ p95Urgent }) => p95Urgent)),
          median(figures.map(({ p95Other }) => p95Other)),
        ];
      });
      const ramp = simulateAll(returnFromLeave, seeds, { policy }).map(mostHighNeedInAWeek);
      const cells = [name, value, ...waits.map((days) => days.toFixed(1)), Math.max(...ramp)];
      console.log(`| ${cells.join(' | ')} |`);
    }
  }
  for (const scoreScale of SCALES) {
    const figures = figuresOf(quarter, seeds, { policy: { ...defaultRoutingPolicy, scoreScale } });
    const quartiles = scoreQuartiles(figures).map((score) => score.toFixed(0));
    console.log(
      `scoreScale ${scoreScale}: score quartiles of the quarter ${quartiles.join(' / ')}`,
    );
  }
}
