/** What a Pulumi package schema looks like. Types only. */
import type { Json } from '@pulumi-netkit/contract';

/** What of a Pulumi package schema is used here; the rest is for Pulumi's own tools. */
export interface PackageSchema {
  readonly name: string;
  readonly version: string;
  readonly types: Readonly<Record<string, TypeSpec>>;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  readonly [key: string]: unknown;
}

export interface ResourceSpec {
  readonly inputProperties: Readonly<Record<string, PropertySpec>>;
  readonly requiredInputs: readonly string[];
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required: readonly string[];
  readonly [key: string]: unknown;
}

interface FunctionSpec {
  readonly inputs: {
    readonly properties: Readonly<Record<string, PropertySpec>>;
    readonly required?: readonly string[];
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

export interface TypeSpec {
  readonly type: string;
  readonly enum?: readonly {
    readonly name: string;
    readonly value: string;
    readonly description: string;
  }[];
  readonly properties?: Readonly<Record<string, PropertySpec>>;
  readonly required?: readonly string[];
  readonly [key: string]: unknown;
}

export interface PropertySpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: PropertySpec;
  readonly additionalProperties?: PropertySpec;
  readonly propertyNames?: { readonly pattern: string };
  readonly default?: Json;
  readonly description?: string;
  readonly willReplaceOnChanges?: boolean;
  readonly [key: string]: unknown;
}
