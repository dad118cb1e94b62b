import { accountFindings } from './account-findings';
import { csmFindings } from './csm-findings';
import { type Finding, findingNumbers, severities } from './finding';
import type { Diagnostics } from './get-diagnostics';
import { nameFindings } from './name-findings';
import { orphanedBookFindings } from './orphaned-books';
import { queueFindings } from './queue-findings';
import { scaleFindings } from './scale-findings';
import { systemFindings } from './system-findings';

/**
 * Derives the findings from the figures, most severe first, in a stable order.
 * @param locale of the numbers in the texts (BCP 47)
 */
export function diagnosticsFindings(diagnostics: Diagnostics, locale: string): readonly Finding[] {
  const numbers = findingNumbers(locale);
  const findings = [
    accountFindings,
    scaleFindings,
    orphanedBookFindings,
    csmFindings,
    nameFindings,
    systemFindings,
    queueFindings,
  ].flatMap((find) => find(diagnostics, numbers));
  return severities.flatMap((severity) => findings.filter((each) => each.severity === severity));
}
