import type { Explanation } from '@/lib/engine/types';
import { compareCodeUnits, nameKey } from '@/lib/names';
import type { AccountFacts, CsmFacts, RecommendationFacts } from '@/lib/warehouse/sql/read-model';
import type { Spellings } from '@/lib/warehouse/sql/shared/spellings';

/** The spellings of names in the data, by how much they decide which one to use. */
export interface SeenNames {
  /** The names of active CSMs. */
  readonly active: readonly string[];
  /** The names of other CSMs. */
  readonly inactive: readonly string[];
  /** Names of owners, of recommended CSMs, and so on. */
  readonly others: readonly string[];
  /** Segments and levels. */
  readonly classes?: readonly string[];
}

const USUAL_CLASSES = ['Residential', 'Commercial', 'Corporate', 'Enterprise'];

/**
 * Which spelling of a name to use. Of a person's: that of the active list if the person is on it, else that of
 * the CSM details, else one of those in use. Of several, the tidiest.
 * Of a segment or level: the policy's, else one of those in use.
 */
export class NameDirectory {
  readonly #byKey = new Map<string, string>();
  /** The name to use, by spelling; null for a placeholder. */
  readonly #bySpelling = new Map<string, string | null>();
  readonly #byName = new Map<string, readonly string[]>();
  /** Only the spellings that differ from the name to use. */
  readonly #different = new Map<string, string | null>();

  readonly #classes: NameDirectory | null;

  constructor({ active, inactive, others, classes }: SeenNames) {
    this.#classes = classes
      ? new NameDirectory({ active: USUAL_CLASSES, inactive: [], others: classes })
      : null;
    const seen = [active, inactive, others];
    for (const names of seen) {
      for (const name of names.toSorted(compareTidiness)) {
        const key = nameKey(name);
        if (key !== null && !this.#byKey.has(key)) this.#byKey.set(key, name);
      }
    }
    for (const name of seen.flat()) {
      const chosen = this.#lookUp(name);
      this.#bySpelling.set(name, chosen);
      if (chosen !== null) this.#byName.set(chosen, [...(this.#byName.get(chosen) ?? []), name]);
      if (chosen !== name) this.#different.set(name, chosen);
    }
  }

  /** The name to use for a spelling, also one that was not seen; null for a placeholder. */
  nameOf(spelling: string | null): string | null {
    if (spelling === null) return null;
    const known = this.#bySpelling.get(spelling);
    return known === undefined ? this.#lookUp(spelling) : known;
  }

  /** The segment or level to use for a spelling; null for a placeholder. */
  classOf(spelling: string | null): string | null {
    return (this.#classes ?? this).nameOf(spelling);
  }

  /** Whether statements treat this spelling as the person's. */
  knows(spelling: string): boolean {
    return this.#bySpelling.has(spelling);
  }

  /** Every spelling of the people with these names, for statements. */
  spellingsOf(names: readonly string[]): string[] {
    const seen = names.flatMap((name) => this.#byName.get(this.nameOf(name) ?? name) ?? []);
    return [...new Set([...names, ...seen])];
  }

  /** For statements: the spellings that differ from the name to use. */
  get spellings(): Spellings {
    return this.#different;
  }

  #lookUp(spelling: string): string | null {
    const key = nameKey(spelling);
    return key === null ? null : (this.#byKey.get(key) ?? spelling);
  }
}

/** Spellings without stray spaces come first, then those in upper and lower case. */
function compareTidiness(a: string, b: string): number {
  return untidiness(a) - untidiness(b) || compareCodeUnits(a, b);
}

function untidiness(name: string): number {
  const isSpaced = name !== name.trim() || /[^\S ]| {2}|[\u200B-\u200F\u2060]/.test(name);
  const isOneCase = name === name.toLowerCase() || name === name.toUpperCase();
  return (isSpaced ? 2 : 0) + (isOneCase ? 1 : 0);
}

/** A recommendation with the names to use. */
export function namedRecommendation(
  recommendation: RecommendationFacts,
  names: NameDirectory,
): RecommendationFacts {
  const { recommendedCsm, ownerThen, suggestedCsm, segment, level } = recommendation;
  return {
    ...recommendation,
    recommendedCsm: names.nameOf(recommendedCsm) ?? recommendedCsm,
    ownerThen: names.nameOf(ownerThen),
    suggestedCsm: names.nameOf(suggestedCsm),
    segment: names.classOf(segment),
    level: names.classOf(level),
  };
}

/** A stored explanation with the names to use, so that a record shows each CSM in one spelling. */
export function namedExplanation(explanation: Explanation, names: NameDirectory): Explanation {
  const named = (csm: string) => names.nameOf(csm) ?? csm;
  const withName = <Row extends { readonly csm: string }>(row: Row): Row => ({
    ...row,
    csm: named(row.csm),
  });
  return {
    ...explanation,
    chosen: withName(explanation.chosen),
    alternatives: explanation.alternatives.map(withName),
    better: explanation.better.map(withName),
    excluded: explanation.excluded.map((group) => ({ ...group, csms: group.csms.map(named) })),
  };
}

/** An account with the names to use for its owner and class. A placeholder is no owner. */
export function namedAccount<
  Account extends Pick<AccountFacts, 'currentCsm' | 'segment' | 'level'>,
>(account: Account, names: NameDirectory): Account {
  const { currentCsm, segment, level } = account;
  return {
    ...account,
    currentCsm: names.nameOf(currentCsm),
    segment: names.classOf(segment),
    level: names.classOf(level),
  };
}

/**
 * Each CSM once, with the name to use. Of several rows of the same person, the one with that name comes
 * first and the others fill in what it lacks. A row without a name is not a CSM.
 */
export function mergeCsms(rows: readonly CsmFacts[], names: NameDirectory): CsmFacts[] {
  const merged = new Map<string, CsmFacts>();
  const ranked = rows.toSorted((a, b) => rankOf(a) - rankOf(b) || compareTidiness(a.name, b.name));
  for (const row of ranked) {
    const name = names.nameOf(row.name);
    if (name === null) continue;
    const first = merged.get(name);
    const csm = {
      ...row,
      name,
      managerName: names.nameOf(row.managerName),
      segment: names.classOf(row.segment),
      level: names.classOf(row.level),
    };
    merged.set(name, first ? filledIn(first, csm) : csm);
  }
  return [...merged.values()];

  function rankOf({ name, active }: CsmFacts): number {
    return (names.nameOf(name) === name ? 0 : 2) + (active ? 0 : 1);
  }
}

function filledIn(first: CsmFacts, other: CsmFacts): CsmFacts {
  const { awayFrom, awayUntil } = first.awayUntil ? first : other;
  return {
    name: first.name,
    active: first.active || other.active,
    tenureMonths: first.tenureMonths ?? other.tenureMonths,
    managerName: first.managerName ?? other.managerName,
    segment: first.segment ?? other.segment,
    level: first.level ?? other.level,
    capacity: first.capacity ?? other.capacity,
    startDate: first.startDate ?? other.startDate,
    awayFrom,
    awayUntil,
  };
}
