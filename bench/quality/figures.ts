import { measureQuality, type QualityFigures } from '@/lib/engine/simulation/measure-quality';
import { type Simulation, type SimulationInput, simulate } from '@/lib/engine/simulation/simulate';
import { WEEK_MS } from '@/lib/time';

/** Creates a simulated company from a seed. */
export type Company = (seed: number) => SimulationInput;

export const firstSeeds = (count: number) => Array.from({ length: count }, (_, i) => 2001 + i);

export function simulateAll(
  company: Company,
  seeds: readonly number[],
  changes: Partial<SimulationInput> = {},
): readonly Simulation[] {
  return seeds.map((seed) => simulate({ ...company(seed), ...changes }));
}

/** The figures of a company under a policy or router, one per seed. */
export function figuresOf(
  company: Company,
  seeds: readonly number[],
  changes: Partial<SimulationInput> = {},
): readonly QualityFigures[] {
  return seeds.map((seed) => {
    const input = { ...company(seed), ...changes };
    return measureQuality(simulate(input), input.policy);
  });
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

/** The medians of the score quartiles. */
export function scoreQuartiles(
  figures: readonly QualityFigures[],
): readonly [number, number, number] {
  const quartile = (i: 0 | 1 | 2) => median(figures.map(({ scores }) => scores?.[i] ?? 0));
  return [quartile(0), quartile(1), quartile(2)];
}

/** The most high-need accounts that the last CSM received in any 7 days. */
export function mostHighNeedInAWeek({ accounts, csms }: Simulation): number {
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
