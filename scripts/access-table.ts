import { readFile, writeFile } from 'node:fs/promises';
import { withAccessTables } from '@/e2e/access/table';

// Writes who may use each page, server action, and route into SECURITY.md.
const path = new URL('../SECURITY.md', import.meta.url);
await writeFile(path, withAccessTables(await readFile(path, 'utf8')));
