import { raw, type Sql } from 'sql-template-tag';
import { names } from '../names';

/** The tables and views as fragments, so that a template takes them as text and not as binds. */
export const t = Object.fromEntries(
  Object.entries(names).map(([key, name]) => [key, raw(name)]),
) as Readonly<Record<keyof typeof names, Sql>>;
