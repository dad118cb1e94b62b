import { defaultRoutingPolicy } from '@/lib/engine/policy';
import type { Book, Evenness, Fairness } from '@/lib/engine/types';
import type { ReviewCsm, ReviewInput, ReviewItem } from '@/lib/reviews/types';

const people = [
  'Ana Diaz',
  'Ben Okafor',
  'Carla Rossi',
  'Dev Patel',
  'Elif Yilmaz',
  'Femi Adeyemi',
  'Grace Kim',
  'Hugo Martin',
];
const surnames = ['Stone', 'Rivers', 'Woods', 'Fields', 'Hill'];
const colors = ['green', 'yellow', 'red'] as const;

/** The full name of the nth CSM of the test company. */
export function csmName(n: number): string {
  return `${people[n % people.length]}${n < people.length ? '' : ` ${surnames[Math.floor(n / people.length) % surnames.length]}`}`;
}

function bookOf(n: number): Book {
  return {
    accounts: 52 + (n % 17),
    neediness: 290 + (n % 13) * 7.4,
    revenue: 1_240_000 + n * 31_250,
    red: 4 + (n % 5),
    green: 31 + (n % 7),
  };
}

function csm(n: number): ReviewCsm {
  return {
    name: csmName(n),
    tenureMonths: n % 11 === 3 ? null : 2 + ((n * 7) % 60),
    capacity: n % 4 === 0 ? 70 : null,
    book: bookOf(n),
    reserved: n % 10 === 5 ? 3 : 0,
    coolingUntil: n % 9 === 5 ? '2026-11-22T14:20:00.000Z' : null,
    receivedDay: n % 3,
    receivedWeek: n % 8,
    needyWeek: n % 10 === 5 ? 1 : 0,
  };
}

/** The nth recommendation of the test company, for a team of `team` CSMs. */
export function reviewItem(n: number, team = 40): ReviewItem {
  const candidate = (offset: number, score: number) => {
    const book = bookOf((n + offset) % team);
    return {
      csm: csmName((n + offset) % team),
      score,
      bookAfter: { ...book, accounts: book.accounts + 1, neediness: book.neediness + (n % 11) },
      capacity: 100,
    };
  };
  return {
    recommendationId: String(1000 + n),
    account: {
      id: `ACC-${String(20_417 + n)}`,
      name: `Northwind Property Management ${n}`,
      neediness: n % 11,
      health: 35 + ((n * 13) % 65),
      color: colors[n % 3] ?? 'green',
      revenue: 18_400 + n * 977,
      segment: 'Residential',
      level: 'Corporate',
      industry: 'Property management',
      waitedDays: (n % 9) + 0.25,
    },
    recommended: candidate(0, 97.3),
    blocked: [],
    alternatives: [1, 2, 3, 4, 5].map((offset) => candidate(offset, 97 - 4 * offset)),
    better: [],
    earlier:
      n % 5 === 0
        ? [
            {
              verb: 'override',
              csm: csmName(n % team),
              to: csmName((n + 1) % team),
              reason: 'The recommended CSM has too much work',
              daysAgo: 12,
              sameAccount: false,
            },
          ]
        : [],
  };
}

const evenness: Evenness = { cv: 14.2, gini: 0.08, maxOverMean: 1.3 };
const fullness = { accounts: evenness, neediness: evenness, revenue: evenness };
const fairness: Fairness = {
  csms: 40,
  fullness,
  byClass: [],
  amounts: { ...fullness, red: evenness },
  overCapacity: 1,
  nearCapacity: 4,
};

/** The review input of a run with `count` recommendations for a team of 40. */
export function reviewInput(count: number, overrides: Partial<ReviewInput> = {}): ReviewInput {
  return {
    policy: defaultRoutingPolicy,
    fairness: { measure: 'within_class', before: fairness, after: fairness },
    csms: Array.from({ length: 40 }, (_, n) => csm(n)),
    recommendations: Array.from({ length: count }, (_, n) => reviewItem(n)),
    ...overrides,
  };
}
