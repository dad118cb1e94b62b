import {
  aliasesDifferFromColumns,
  constantLimits,
  havingNeedsGroups,
  whereNeedsFrom,
} from './clause-rules';
import { coalesceOfTwo, knownDateParts, knownFunctions, knownTypes } from './function-rules';
import { withinBindLimit, withinListLimit, withinScanLimit, withinSizeLimit } from './limit-rules';
import { noQuotedNames, noReservedNames } from './name-rules';
import { renderStatements, viewScans } from './rendered-statements';
import { problemsOf, type RenderedStatement, type Rule } from './rule';
import { subqueriesInWhere } from './subquery-rules';
import { knownOperators, noDuckDbSyntax } from './syntax-rules';
import { nonzeroDivisors, noTimesAsText, plainText, typedColumns } from './value-rules';

/** The rules that depend on the text of a statement only. */
const textRules: readonly Rule[] = [
  constantLimits,
  whereNeedsFrom,
  havingNeedsGroups,
  aliasesDifferFromColumns,
  subqueriesInWhere,
  typedColumns,
  noTimesAsText,
  nonzeroDivisors,
  plainText,
  noReservedNames,
  noQuotedNames,
  knownFunctions,
  knownTypes,
  knownDateParts,
  coalesceOfTwo,
  knownOperators,
  noDuckDbSyntax,
  withinListLimit,
  withinScanLimit(viewScans),
];

const sizeRules: readonly Rule[] = [withinSizeLimit, withinBindLimit];

/**
 * What the statements break of the portable subset of SQL, one sentence each. Does not check the
 * statements of tests and of people.
 */
export function portabilityProblems(statements: Iterable<RenderedStatement>): string[] {
  const checked = new Set<string>();
  const problems = new Set<string>();
  for (const statement of renderStatements(statements)) {
    const { sql } = statement;
    const rules = checked.has(sql) ? sizeRules : [...textRules, ...sizeRules];
    checked.add(sql);
    for (const problem of problemsOf(statement, rules)) problems.add(problem);
  }
  return [...problems].sort();
}
