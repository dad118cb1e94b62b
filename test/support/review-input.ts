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
    coolingUntil: n % 9 === 5 ? '2026-11-22T14:20:00.000Z' : null,
    receivedDay: n % 3,
    receivedWeek: n % 8,
  };
}

/** The nth recommendation of the test company, whose team has so many CSMs. */
export function reviewItem(n: number, team = 40): ReviewItem {
  const candidate = (at: number, score: number) => {
    const book = bookOf((n + at) % team);
    return {
      csm: csmName((n + at) % team),
      score,
      bookAfter: { ...book, accounts: book.accounts + 1, neediness: book.neediness + (n % 11) },
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
    },
    recommended: candidate(0, 97.3),
    alternatives: [1, 2, 3, 4, 5].map((at) => candidate(at, 97 - 4 * at)),
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

const evenFigures: Evenness = { cv: 14.2, gini: 0.08, maxOverMean: 1.3 };
const by = {
  accounts: evenFigures,
  neediness: evenFigures,
  revenue: evenFigures,
  red: evenFigures,
};
const fairness: Fairness = { active: by, eligible: by, overCapacity: 1, nearCapacity: 4 };

/** A run of so many recommendations for a team of 40. */
export function reviewInput(count: number, change: Partial<ReviewInput> = {}): ReviewInput {
  return {
    policy: defaultRoutingPolicy,
    fairness: { before: fairness, after: fairness },
    csms: Array.from({ length: 40 }, (_, n) => csm(n)),
    recommendations: Array.from({ length: count }, (_, n) => reviewItem(n)),
    ...change,
  };
}
