import { type Finding, severities } from './finding';
import { findingsOnMachine } from './findings-on-machine';
import { findingsOnQueue } from './findings-on-queue';
import { findingsOnSupply } from './findings-on-supply';
import type { Diagnostics } from './get-diagnostics';

/** What the figures say stands out, the worst first; pure, and in the same order every time. */
export function findingsOf(diagnostics: Diagnostics): readonly Finding[] {
  const found = [
    ...findingsOnSupply(diagnostics),
    ...findingsOnMachine(diagnostics),
    ...findingsOnQueue(diagnostics),
  ];
  return severities.flatMap((severity) => found.filter((each) => each.severity === severity));
}
