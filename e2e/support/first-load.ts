import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { root } from '@/e2e/server/process';

/** The scripts that a modern browser loads for a page's HTML, and their size in kB, each gzipped. */
export function firstLoadScripts(html: string): {
  readonly count: number;
  readonly kilobytes: number;
} {
  const tags = html.match(/<(script|link)\b[^>]*>/g) ?? [];
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .flatMap((tag) => tag.match(/\/_next\/static\/[^"?]+\.js/g) ?? []);
  const scripts = [...new Set(sources)];
  const bytes = scripts.reduce(
    (sum, script) =>
      sum + gzipSync(readFileSync(`${root}.next${script.slice('/_next'.length)}`)).length,
    0,
  );
  return { count: scripts.length, kilobytes: bytes / 1000 };
}
