import { z } from 'zod';
import { operator } from '@/cli/run-command';
import {
  callServer,
  hereOrOnServer,
  type ServerRequest,
  type WarehouseAccess,
} from '@/cli/server-api';
import { disableMember } from '@/lib/members/disable-member';
import { enableMember } from '@/lib/members/enable-member';
import { listMembers, type Member, memberStatuses } from '@/lib/members/list-members';
import { saveMember } from '@/lib/members/save-member';
import { roles } from '@/lib/server/auth/person';
import { operatorToken } from '@/lib/server/auth/secrets';
import { sessionLimits } from '@/lib/server/auth/session';
import { signInMethods } from '@/lib/server/auth/sign-in-methods';

/** What the command does with members. */
interface MemberCommands {
  readonly save: (
    member: Parameters<typeof saveMember>[1],
  ) => Promise<{ readonly disabled: boolean }>;
  readonly disable: (email: string) => Promise<{ readonly name: string }>;
  readonly enable: (email: string) => Promise<{ readonly name: string }>;
  readonly list: () => Promise<readonly Member[]>;
}

/** Works with members in the warehouse, or through the server that has it open. */
export function withMembers<Result>(
  access: WarehouseAccess,
  work: (commands: MemberCommands) => Promise<Result>,
): Promise<Result> {
  return hereOrOnServer(
    access,
    (warehouse) => {
      const ctx = { warehouse, person: operator(), now: () => new Date(), signIn: signInMethods() };
      return work({
        save: (member) => saveMember(ctx, member),
        disable: (email) => disableMember(ctx, { email }),
        enable: (email) => enableMember(ctx, { email }),
        list: () => listMembers(ctx, sessionLimits()),
      });
    },
    (server) => work(commandsOnServer(server)),
  );
}

function commandsOnServer(server: string): MemberCommands {
  const call = <Body>(
    method: ServerRequest['method'],
    path: string,
    schema: z.ZodType<Body>,
    body?: unknown,
  ) => callServer(server, schema, { method, path, token: operatorToken(), body });
  return {
    save: (member) => call('POST', '/api/members', savedSchema, member),
    disable: (email) => call('POST', '/api/members/disable', changedSchema, { email }),
    enable: (email) => call('POST', '/api/members/enable', changedSchema, { email }),
    list: async () => (await call('GET', '/api/members', listSchema)).members,
  };
}

const savedSchema = z.object({ disabled: z.boolean() });
const changedSchema = z.object({ name: z.string() });

/** The members in JSON, with times as text. */
const listSchema = z.object({
  members: z.array(
    z.object({
      email: z.string(),
      name: z.string(),
      role: z.enum(roles),
      status: z.enum(memberStatuses),
      linkExpiresAt: z.coerce.date().nullable(),
      disabledAt: z.coerce.date().nullable(),
      account: z.enum(['none', 'linked', 'gives-role']),
      lastSeenAt: z.coerce.date().nullable(),
      sessions: z.array(
        z.object({
          id: z.string(),
          device: z.string(),
          createdAt: z.coerce.date(),
          lastSeenAt: z.coerce.date(),
        }),
      ),
    }),
  ),
});
