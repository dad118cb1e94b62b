import type { Company, DemoCsm, DemoPerson, DemoRecommendation } from './company';
import { type Deed, decide, flagsOf } from './verbs';
import { overrideNotes, overrideWeights, rejectNotes, rejectWeights } from './words-of-managers';

/** Flags that a manager of the demo company looks past. */
const harmless: readonly string[] = ['stale'];

/**
 * Decides as a manager would: mostly accepts, less so where the score is low, and never against a
 * flag. Answers what was done, null when a CSM is cooling and the manager waits instead.
 */
export function judge(
  company: Company,
  recommendation: DemoRecommendation,
  by: DemoPerson,
  at: number,
): Deed | null {
  const { random } = company;
  const doubt = recommendation.score < 20 ? 0.09 : 0;
  const against = seriousFlags(recommendation, recommendation.csm, at);
  if (against.length > 0) {
    const passing = against.every((flag) => flag === 'cooling' || flag === 'velocity');
    if (passing && random.chance(0.6)) return null;
    return (
      override(company, recommendation, by, at, 'recommendation_flagged') ??
      reject(company, recommendation, by, at)
    );
  }
  const mood = random.next();
  if (mood < 0.055 + doubt / 3) return reject(company, recommendation, by, at);
  if (mood < 0.155 + doubt) {
    const deed = override(
      company,
      recommendation,
      by,
      at,
      random.weighted(overrideWeights, ([, weight]) => weight)[0],
    );
    if (deed) return deed;
  }
  return done(company, recommendation, {
    verb: 'accept',
    csm: recommendation.csm,
    reason: null,
    note: null,
    by,
    at,
  });
}

/** Gives the account to another CSM against whom nothing speaks; null when there is none. */
export function override(
  company: Company,
  recommendation: DemoRecommendation,
  by: DemoPerson,
  at: number,
  reason: string,
  towards: (csm: DemoCsm) => boolean = (csm) => csm.pending.size === 0,
): Deed | null {
  const { random } = company;
  const best = recommendation.explanation?.alternatives.map(({ csm }) => csm) ?? [];
  const free = company.csms.filter(
    (csm) =>
      csm !== recommendation.csm &&
      towards(csm) &&
      seriousFlags(recommendation, csm, at).length === 0,
  );
  if (free.length === 0) return null;
  const csm = random.weighted(free, ({ name }) => (best.includes(name) ? 5 : 1));
  const note =
    reason === 'other' || random.chance(0.3) ? random.pick(overrideNotes[reason] ?? []) : null;
  return done(company, recommendation, { verb: 'override', csm, reason, note, by, at });
}

/** Declines the recommendation; the account goes on waiting unless the reason says otherwise. */
export function reject(
  company: Company,
  recommendation: DemoRecommendation,
  by: DemoPerson,
  at: number,
  reason: string = company.random.weighted(rejectWeights, ([, weight]) => weight)[0],
): Deed {
  const { random } = company;
  const note =
    reason === 'other' || random.chance(0.35) ? random.pick(rejectNotes[reason] ?? []) : null;
  return done(company, recommendation, { verb: 'reject', csm: null, reason, note, by, at });
}

function done(company: Company, recommendation: DemoRecommendation, deed: Deed): Deed {
  decide(company, recommendation, deed);
  return deed;
}

function seriousFlags(recommendation: DemoRecommendation, csm: DemoCsm, at: number) {
  return flagsOf(recommendation, csm, at).filter((flag) => !harmless.includes(flag));
}
