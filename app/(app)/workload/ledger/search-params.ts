import { createLoader, createSerializer, parseAsStringLiteral } from 'nuqs/server';
import { type ScopeQuery, scopeParams } from '@/app/(app)/_shared/scope-params';
import { type Dimension, dimensions } from '@/lib/engine/types';

const ledgerParams = { measure: parseAsStringLiteral(dimensions).withDefault('accounts') };

/** Reads the ledger's dimension from the URL. */
export const loadLedgerQuery = createLoader(ledgerParams);

/** The part of the URL to keep when the scope changes, as `?name=value`. */
export const serializeLedgerParams = createSerializer(ledgerParams);

const href = createSerializer({ ...scopeParams, ...ledgerParams });

/** The URL of the ledger in a dimension. */
export function ledgerHref(scope: ScopeQuery, measure: Dimension): string {
  return href('/workload/ledger', { ...scope, measure });
}
