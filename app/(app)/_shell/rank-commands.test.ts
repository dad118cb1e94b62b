import { expect, test } from 'vitest';
import type { Command, CommandGroup } from './palette-commands';
import { rankCommands } from './rank-commands';

const command = (label: string, ...aliases: string[]): Command => ({
  id: label,
  label,
  aliases,
  run: () => undefined,
});

const groups: readonly CommandGroup[] = [
  {
    id: 'pages',
    title: 'Pages',
    commands: [command('Queue'), command('Runs'), command('Acceptance')],
  },
  { id: 'page-shortcuts', title: 'On this page', commands: [command('Accept'), command('Reject')] },
  { id: 'commands', title: 'Commands', commands: [command('Start a run', 'run')] },
];

const found = (typed: string) =>
  rankCommands(groups, typed)
    .filter(({ commands }) => commands.length > 0)
    .map(({ title, commands }) => `${title}: ${commands.map(({ label }) => label).join(', ')}`);

test('an exact match comes first, then names that start with what was typed', () => {
  expect(found('accept')).toEqual(['Best matches: Accept, Acceptance']);
  expect(found('runs')).toEqual(['Best matches: Runs']);
  expect(found('run')).toEqual(['Best matches: Start a run, Runs']);
});

test('other matches stay in their groups, in the order of the groups', () => {
  expect(found('r')).toEqual(['Best matches: Runs, Reject, Start a run']);
  expect(found('c')).toEqual(['Pages: Acceptance', 'On this page: Accept, Reject']);
});

test('before anything is typed, all commands are listed in their groups', () => {
  expect(rankCommands(groups, '')).toEqual(groups);
});
