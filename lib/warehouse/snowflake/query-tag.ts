import type { Tag } from '../types';

/** Snowflake takes no longer tag. */
const longest = 2000;

/** What Snowflake's history says of a statement: JSON that names the program and who asked where. */
export function queryTag(statement: string, tag: Tag | undefined): string {
  const about = { program: 'csm-routing', statement };
  const full = JSON.stringify(tag ? { ...about, path: tag.path, person: tag.person } : about);
  if (full.length <= longest) return full;
  return JSON.stringify({ program: 'csm-routing', statement: statement.slice(0, 500) });
}
