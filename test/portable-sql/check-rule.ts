import type { Bind } from '@/lib/warehouse/types';
import { problemsOf, type Rule } from './rule';

/** What a statement breaks of one rule, without the statement's name. */
export function check(rule: Rule, sql: string, binds: readonly Bind[] = []): string[] {
  return problemsOf({ name: 'q', sql, binds }, [rule]).map((problem) =>
    problem.slice('q: '.length),
  );
}
