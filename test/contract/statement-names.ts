import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../lib/warehouse/sql/', import.meta.url);

/** The names of all statements in lib/warehouse/sql. */
export function statementNames(kind: 'query' | 'command'): string[] {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const pattern = new RegExp(`\\b${kind}\\(\\{\\s*name: '([^']+)'`, 'g');
  return sources.flatMap((source) => [...source.matchAll(pattern)].map(([, name]) => name ?? ''));
}
