import { columnNames, type FileKind } from './columns';

/** Names of our columns in other systems, in the order of preference. Words are separated by spaces. */
const synonyms: Readonly<Record<FileKind, Readonly<Record<string, readonly string[]>>>> = {
  accounts: {
    account_id: ['id', 'account number', 'account no', 'customer id', 'company id', 'client id'],
    account_name: [
      'name',
      'account',
      'company',
      'company name',
      'customer',
      'customer name',
      'client',
    ],
    tenant_id: ['tenant', 'org id', 'organization id', 'workspace id', 'instance id'],
    needs_csm: ['status', 'unassigned', 'needs owner', 'to assign', 'success transition status ob'],
    needs_csm_since: [
      'waiting since',
      'since',
      'needs since',
      'unassigned since',
      'onboarded at',
      'onboarding completed',
      'transition date',
      'created',
      'created at',
      'created date',
    ],
    current_csm: [
      'csm',
      'owner',
      'csm name',
      'account owner',
      'customer success manager',
      'responsible csm',
      'assigned to',
      'account manager',
      'manager',
    ],
    neediness_score: ['neediness', 'attention', 'effort', 'effort score', 'touch score', 'demand'],
    health_score: ['health', 'customer health', 'health index', 'core health score', 'score'],
    health_color: ['health status', 'color', 'rag', 'rag status', 'core health score color'],
    revenue: [
      'arr',
      'annual revenue',
      'annual recurring revenue',
      'acv',
      'arr amount',
      'arr usd',
      'contract value',
      'annual contract value',
      'amount',
      'value',
    ],
    account_segment: ['segment', 'kind', 'business line', 'type', 'market'],
    account_level: ['level', 'tier', 'size', 'plan', 'plan tier'],
    industry: ['sector', 'vertical'],
  },
  csms: {
    csm_name: [
      'name',
      'csm',
      'full name',
      'customer success manager',
      'employee',
      'employee name',
      'active csm',
      'owner',
      'user',
    ],
    is_active: ['active', 'enabled', 'employed', 'status'],
    tenure_months: ['tenure', 'months', 'months of service', 'seniority', 'experience months'],
    start_date: ['hired', 'hire date', 'hired on', 'joined', 'date of joining', 'employed since'],
    manager_name: ['manager', 'team lead', 'lead', 'reports to', 'supervisor', 'boss'],
    segment: ['account segment', 'business line', 'market', 'kind'],
    account_level: ['level', 'tier', 'size'],
    capacity: ['max accounts', 'account limit', 'limit', 'book size', 'maximum accounts'],
    away_from: ['leave from', 'on leave from', 'leave start', 'out of office from'],
    away_until: ['leave until', 'on leave until', 'back on', 'return date', 'out of office until'],
  },
};

/** Splits a name into words: "AccountOwner__c", "account-owner", and "Account Owner" are the same. */
function wordsOf(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/__c$/i, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Words that say little on their own, so a longer name that contains one is not similar. */
const vagueWords = new Set(
  'account id name company customer client user status active enabled since created type kind market value amount size plan score limit months color rag employee lead name manager'.split(
    ' ',
  ),
);

/**
 * How close a column's name in a file is to ours: 0 for our own, then its synonyms in their order, then
 * names that contain one of these; null if it is not similar.
 */
function distance(kind: FileKind, column: string, source: string): number | null {
  const names = [column.replaceAll('_', ' '), ...(synonyms[kind][column] ?? [])];
  const words = wordsOf(source);
  const same = names.indexOf(words);
  if (same >= 0) return same;
  const within = names.findIndex(
    (name) => !vagueWords.has(name) && ` ${words} `.includes(` ${name} `),
  );
  return within < 0 ? null : names.length + within;
}

/**
 * Suggests a column of the file for each of our columns, and each column of the file at most once. The
 * closest names go first.
 */
export function suggestColumns(
  kind: FileKind,
  sources: readonly string[],
): ReadonlyMap<string, string> {
  const pairs = columnNames(kind).flatMap((column) =>
    sources.flatMap((source) => {
      const far = distance(kind, column, source);
      return far === null ? [] : [{ column, source, far }];
    }),
  );
  const suggested = new Map<string, string>();
  const taken = new Set<string>();
  for (const { column, source } of pairs.sort((a, b) => a.far - b.far)) {
    if (suggested.has(column) || taken.has(source)) continue;
    suggested.set(column, source);
    taken.add(source);
  }
  return suggested;
}
