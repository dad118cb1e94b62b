import { createLoader, createSerializer, parseAsStringLiteral } from 'nuqs/server';
import { type ScopeQuery, scopeParams } from '@/app/(app)/_shared/scope-params';
import { type Dimension, dimensions } from '@/lib/engine/types';

const ledgerParams = { measure: parseAsStringLiteral(dimensions).withDefault('accounts') };

/** Which dimension of effort an address asks for. */
export const loadLedgerQuery = createLoader(ledgerParams);

/** What stays in the address when the period or the filters change, as `?name=value`. */
export const serializeLedgerParams = createSerializer(ledgerParams);

const href = createSerializer({ ...scopeParams, ...ledgerParams });

/** The address of the ledger in a dimension. */
export function ledgerHref(scope: ScopeQuery, measure: Dimension): string {
  return href('/workload/ledger', { ...scope, measure });
}
