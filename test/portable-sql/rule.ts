import type { Bind } from '@/lib/warehouse/types';
import { type Token, tokenize } from './tokens';

/** A statement as it is sent to Snowflake. */
export interface RenderedStatement {
  readonly name: string;
  readonly sql: string;
  readonly binds: readonly Bind[];
}

/** A statement with its tokens. */
export interface ParsedStatement extends RenderedStatement {
  readonly tokens: readonly Token[];
}

/** Returns what breaks the rule, one sentence each. */
export type Rule = (statement: ParsedStatement) => readonly string[];

/** What a statement breaks, each sentence once and after the statement's name. */
export function problemsOf(statement: RenderedStatement, rules: readonly Rule[]): string[] {
  const parsed = { ...statement, tokens: tokenize(statement.sql) };
  const problems = new Set(rules.flatMap((rule) => rule(parsed)));
  return [...problems].map((problem) => `${statement.name}: ${problem}`);
}
