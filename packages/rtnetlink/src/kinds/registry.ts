/** Which attribute table IFLA_INFO_DATA follows, by IFLA_INFO_KIND. */
import type { Table } from '../codec/table';

const tables = new Map<string, Table>();

/** Teaches a kind's table, so that errors inside its data can be named. */
export function registerKind(kind: string, table: Table): void {
  tables.set(kind, table);
}

/** The table of a kind; undefined for kinds this package only passes through. */
export function kindTable(kind: string): Table | undefined {
  return tables.get(kind);
}
