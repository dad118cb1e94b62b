'use client';

import { findByNameAction } from '../actions';
import { accountHref, csmHref } from '../hrefs';
import type { PaletteSource } from './command-palette';

/** The accounts and CSMs of a name, each leading to its page. */
export const foundByName: PaletteSource = async (text) => {
  const result = await findByNameAction({ text });
  if (!result.ok) throw new Error(result.error.message);
  const { accounts, csms } = result.value;
  return [
    {
      id: 'accounts',
      title: 'Accounts',
      items: accounts.map(({ id, name, csm }) => ({
        id: `account:${id}`,
        label: name ?? id,
        detail: [name === null ? '' : id, csm ?? 'nobody’s'].filter(Boolean).join(' · '),
        href: accountHref(id),
      })),
    },
    {
      id: 'csms',
      title: 'CSMs',
      items: csms.map(({ name, active }) => ({
        id: `csm:${name}`,
        label: name,
        detail: active ? 'Active' : 'Not active',
        href: csmHref(name),
      })),
    },
  ];
};
