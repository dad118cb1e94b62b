'use client';

import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@/app/(app)/_live/offline-navigation';
import { runHref } from '@/app/(app)/_shared/links';
import { refreshStale } from '@/app/(app)/_shared/refresh-stale';
import { viewHref } from '@/app/(app)/queue/saved-views';
import { savedViewsQuery } from '@/app/(app)/queue/saved-views-query';
import { type KeyBinding, registeredShortcuts } from '@/components/ui/keyboard-shortcuts';
import { notify } from '@/components/ui/notifications';
import { type Theme, themes } from '@/components/ui/preference-cookies';
import { setTheme, useTheme } from '@/components/ui/theme-switch';
import { GLOBAL_SHORTCUTS, usePageHref } from './navigation';
import type { NavigationPage } from './pages';
import { queueFilterCommands } from './queue-filter-commands';
import { useRecentDecisions } from './recent-decisions-provider';

/** Something that the command palette can do. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** Other names to search by. */
  readonly aliases?: readonly string[];
  /** Its keyboard shortcut. */
  readonly keys?: string;
  /** Its current state, such as "On". */
  readonly state?: string | undefined;
  readonly run: () => void;
}

export interface CommandGroup {
  readonly id: string;
  readonly title: string;
  readonly commands: readonly Command[];
}

const themeNames: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };

/**
 * The commands of the current page and of all pages, in groups.
 * @param pages those of the person's navigation
 * @param may what the person may do: start runs and decide, and what only admins may
 * @param onShortcuts opens the list of keyboard shortcuts
 */
export function useCommands(
  pages: readonly NavigationPage[],
  may: { readonly canDecide: boolean; readonly isAdmin: boolean },
  onShortcuts: () => void,
): readonly CommandGroup[] {
  const navigate = useNavigate();
  const pageHref = usePageHref(pages);
  const theme = useTheme();
  const recentDecisions = useRecentDecisions();
  const { data: saved } = useQuery(savedViewsQuery);
  const pageShortcuts = registeredShortcuts().filter(
    ({ group, enabled }) => group !== GLOBAL_SHORTCUTS && enabled !== false,
  );
  const runCommands: readonly Command[] = [
    {
      id: 'start-run',
      label: 'Start a run',
      aliases: ['run', 'new run', 'route accounts'],
      run: () => navigate('/runs?start=1'),
    },
    {
      id: 'refresh-stale',
      label: 'Refresh stale recommendations',
      aliases: ['recommend again'],
      run() {
        void notify('info', 'Refreshing stale recommendations…', { id: 'refresh-stale' });
        void refreshStale((runId) => navigate(runHref(runId)));
      },
    },
  ];
  return [
    {
      id: 'pages',
      title: 'Pages',
      commands: [
        ...pages.map((page) => ({
          id: `page:${page.id}`,
          label: page.label,
          keys: page.keys,
          aliases: [`go to ${page.label}`],
          run: () => navigate(pageHref(page)),
        })),
        {
          id: 'page:handover',
          label: 'Handover',
          aliases: ['go to Handover', 'week', 'print'],
          run: () => navigate('/handover'),
        },
        {
          id: 'page:csms',
          label: 'CSM details',
          aliases: ['CSMs', 'go to CSMs', 'leave', 'capacity'],
          run: () => navigate('/csms'),
        },
      ],
    },
    { id: 'page-shortcuts', title: 'On this page', commands: pageShortcuts.map(toCommand) },
    {
      id: 'commands',
      title: 'Commands',
      commands: [
        ...(may.canDecide ? runCommands : []),
        ...(may.isAdmin ? [importCommand(navigate)] : []),
        {
          id: 'recent-decisions',
          label: 'Recently decided',
          keys: 'h',
          aliases: ['history', 'undo a decision'],
          run: recentDecisions.open,
        },
        { id: 'shortcuts', label: 'Keyboard shortcuts', keys: '?', run: onShortcuts },
        ...themes.map((name) => ({
          id: `theme:${name}`,
          label: `Theme: ${themeNames[name]}`,
          aliases: [themeNames[name], `${themeNames[name]} theme`, 'appearance'],
          state: theme === name ? 'On' : undefined,
          run: () => setTheme(name),
        })),
      ],
    },
    {
      id: 'queue-views',
      title: 'Queue views',
      commands: [null, ...(saved?.views ?? [])].map((view) => ({
        id: `view:${view?.id ?? 'all'}`,
        label: `View: ${view?.name ?? 'All pending'}`,
        aliases: [view?.name ?? 'All pending', 'open view', 'saved view'],
        run: () => showQueue(viewHref(view), navigate),
      })),
    },
    {
      id: 'queue-filters',
      title: 'Queue filters',
      commands: queueFilterCommands(window.location).map(({ isOn, href, ...command }) => ({
        ...command,
        state: isOn ? 'On' : undefined,
        run: () => showQueue(href, navigate),
      })),
    },
  ];
}

function importCommand(navigate: (href: string) => void): Command {
  return {
    id: 'import',
    label: 'Import accounts or CSMs',
    aliases: ['import', 'upload a file', 'csv'],
    run: () => navigate('/import'),
  };
}

function toCommand({ keys, label, run }: KeyBinding): Command {
  return { id: `key:${keys}`, label, keys, run };
}

/** Shows the queue with the parameters in `href`, without loading the page again if it is open. */
function showQueue(href: string, navigate: (href: string) => void): void {
  if (window.location.pathname === '/queue') window.history.replaceState(null, '', href);
  else navigate(href);
}
