import { compareNames, nameKey } from '@/lib/names';
import type { CsmFacts } from '@/lib/read-model/facts';
import { checkOwners, type Owner, type OwnerCheck } from '@/lib/read-model/owner-check';

/** A spelling on the active list. */
interface ListedName {
  readonly name: string | null;
  readonly rows: number;
}

/** What is notable about the names of CSMs and of the owners of accounts. */
export interface NameCheck {
  /** Owners whose names are close to that of an active CSM, but not a spelling of it. */
  readonly misspelled: readonly {
    readonly name: string;
    readonly accounts: number;
    readonly probably: string;
  }[];
  readonly spelled: OwnerCheck['spelled'];
  /** CSMs with several rows on the active list, in the order of names. */
  readonly repeated: readonly {
    readonly csm: string;
    readonly rows: number;
    readonly spellings: readonly string[];
  }[];
  /** Rows of the active list without a name, such as placeholders. */
  readonly blank: readonly ListedName[];
  /** Active CSMs of whom only the name is known, in the order of names. */
  readonly withoutDetails: readonly string[];
}

/** Compares the names in the active list, the CSM details, and the owners of accounts. */
export function checkNames({
  listed,
  csms,
  owners,
}: {
  readonly listed: readonly ListedName[];
  readonly csms: readonly CsmFacts[];
  readonly owners: readonly Owner[];
}): NameCheck {
  const active = csms.filter((csm) => csm.active);
  const { unknown, spelled } = checkOwners(
    active.map(({ name }) => name),
    owners,
  );
  const inactive = new Set(csms.filter((csm) => !csm.active).map(({ name }) => nameKey(name)));
  return {
    // The name of a former CSM is not a misspelling.
    misspelled: unknown.flatMap(({ probably, ...owner }) =>
      probably === null || inactive.has(nameKey(owner.name)) ? [] : [{ ...owner, probably }],
    ),
    spelled,
    repeated: repeatedNames(listed, active),
    blank: listed.filter(({ name }) => nameKey(name) === null),
    withoutDetails: active
      .filter(isOnlyName)
      .map(({ name }) => name)
      .sort(compareNames),
  };
}

function repeatedNames(
  listed: readonly ListedName[],
  active: readonly CsmFacts[],
): NameCheck['repeated'] {
  const names = new Map(active.map(({ name }) => [nameKey(name), name]));
  const byKey = new Map<string, ListedName[]>();
  for (const row of listed) {
    const key = nameKey(row.name);
    if (key !== null) byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  return [...byKey]
    .map(([key, rows]) => ({
      csm: names.get(key) ?? rows[0]?.name ?? key,
      rows: rows.reduce((sum, each) => sum + each.rows, 0),
      spellings: rows.flatMap(({ name }) => name ?? []).sort(compareNames),
    }))
    .filter(({ rows }) => rows > 1)
    .sort((a, b) => compareNames(a.csm, b.csm));
}

function isOnlyName(csm: CsmFacts): boolean {
  const { tenureMonths, managerName, segment, level, capacity } = csm;
  return [tenureMonths, managerName, segment, level, capacity].every((detail) => detail === null);
}
