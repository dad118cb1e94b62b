import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root, runScript } from './process';

/** The warehouses that tests start with. The empty one is set up and has members. */
const companies = ['small', 'empty', 'demo'] as const;
export type Company = (typeof companies)[number];

const folder = join(root, 'e2e/.artifacts/companies');

/** The folder with a company's files, such as `warehouse.duckdb`. */
export function folderOf(company: Company): string {
  return join(folder, company);
}

/** Creates every company once, before the first test. */
export default async function makeCompanies(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await Promise.all(companies.map(make));
}

async function make(company: Company): Promise<void> {
  await mkdir(folderOf(company), { recursive: true });
  const path = join(folderOf(company), 'warehouse.duckdb');
  const { code, stderr } = await runScript('e2e/company/make-company.ts', [company, path], path);
  if (code !== 0) throw new Error(`The company “${company}” could not be created:\n${stderr}`);
}
