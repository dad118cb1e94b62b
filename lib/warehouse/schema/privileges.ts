import type { names } from '../names';
import { type DataTeamName, placeVariables } from '../snowflake/places';

export type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** What the program does with a table or view while it serves. */
export interface Need {
  readonly name: keyof typeof names;
  readonly kind: 'TABLE' | 'VIEW';
  readonly privileges: readonly Privilege[];
  /** A column that may be NULL, for trying a change that changes nothing. */
  readonly column?: string;
}

/**
 * The least that the program's role needs of each table and view to serve; those of the data team
 * first. What setup writes, and what fills samples, is its owner's.
 */
export const needs: readonly Need[] = [
  {
    name: 'recommendations',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    column: 'llm_feedback',
  },
  {
    name: 'assignments',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    column: 'llm_review_feedback',
  },
  { name: 'activeCsms', kind: 'TABLE', privileges: ['SELECT'] },
  { name: 'accountScores', kind: 'TABLE', privileges: ['SELECT'] },
  { name: 'onboarding', kind: 'VIEW', privileges: ['SELECT'] },
  { name: 'accounts', kind: 'VIEW', privileges: ['SELECT'] },
  { name: 'csms', kind: 'VIEW', privileges: ['SELECT'] },
  { name: 'runs', kind: 'TABLE', privileges: ['SELECT', 'INSERT', 'UPDATE'], column: 'stage' },
  { name: 'explanations', kind: 'TABLE', privileges: ['SELECT', 'INSERT'], column: 'current_csm' },
  { name: 'decisions', kind: 'TABLE', privileges: ['SELECT', 'INSERT'], column: 'note' },
  { name: 'policies', kind: 'TABLE', privileges: ['SELECT', 'INSERT'], column: 'note' },
  {
    name: 'members',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    column: 'password_hash',
  },
  {
    name: 'reviews',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT'],
    column: 'suggested_csm',
  },
  {
    name: 'reviewCalls',
    kind: 'TABLE',
    privileges: ['SELECT', 'INSERT', 'UPDATE'],
    column: 'batch_id',
  },
  { name: 'locks', kind: 'TABLE', privileges: ['SELECT', 'UPDATE'], column: 'holder' },
  { name: 'schemaVersions', kind: 'TABLE', privileges: ['SELECT'] },
  { name: 'csmDetails', kind: 'TABLE', privileges: ['SELECT'] },
];

/** Whether a need is of something that the data team provides. */
export function isDataTeams(name: keyof typeof names): name is DataTeamName {
  return name in placeVariables;
}
