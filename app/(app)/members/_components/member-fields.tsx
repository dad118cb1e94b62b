import { Field, Input, Select } from '@/components/ui/form-controls';
import { roleLabels } from '@/lib/members/labels';
import { type Role, roles } from '@/lib/server/auth/person';

/** What each role may do. */
const roleHints: Record<Role, string> = {
  viewer: 'Sees everything and changes nothing.',
  manager: 'Also decides and starts runs.',
  admin: 'Also manages members and the policy, and imports data.',
};

export function NameField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (name: string) => void;
}) {
  return (
    <Field label="Name">
      {(control) => (
        <Input
          {...control}
          name="name"
          autoComplete="off"
          required
          maxLength={100}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export function RoleField({
  value,
  onChange,
}: {
  readonly value: Role;
  readonly onChange: (role: Role) => void;
}) {
  return (
    <Field label="Role" hint={roleHints[value]}>
      {(control) => (
        <Select
          {...control}
          name="role"
          value={value}
          onChange={(event) => onChange(event.target.value as Role)}
        >
          {roles.map((role) => (
            <option key={role} value={role}>
              {roleLabels[role]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
