import { rankedMatches } from '@/components/ui/search-match';
import type { CommandGroup } from './palette-commands';

/** Ranks up to this one are best matches: exact ones, and those at the start of a name. */
const BEST_RANK = 1;

/**
 * The commands that match what the user typed. The best matches of all groups come first, in a group
 * of their own; the other groups keep their order.
 */
export function rankCommands(
  groups: readonly CommandGroup[],
  typed: string,
): readonly CommandGroup[] {
  if (!typed.trim()) return groups;
  const ranked = rankedMatches(
    groups.flatMap((group) => group.commands.map((command) => ({ group, command }))),
    typed,
    ({ command: { label, aliases = [] } }) => [label, ...aliases],
  );
  const best = ranked.filter(({ rank }) => rank <= BEST_RANK);
  const others = ranked.filter(({ rank }) => rank > BEST_RANK);
  return [
    { id: 'best', title: 'Best matches', commands: best.map(({ item }) => item.command) },
    ...groups.map((group) => ({
      ...group,
      commands: others.filter(({ item }) => item.group === group).map(({ item }) => item.command),
    })),
  ];
}
