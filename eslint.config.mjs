import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { readFileSync } from 'node:fs';
import tseslint from 'typescript-eslint';

// Which folder may import which is told by walls.json, too (`npm run walls`).
const walls = JSON.parse(readFileSync(new URL('walls.json', import.meta.url), 'utf8'));

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/generated/**', '.cache/**', 'examples/**'],
  },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // What is left of an object without some keys; a lock that is held by name only.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'no-console': 'error',
    },
  },
  // The same input, the same answer: no clock, no randomness, no environment.
  {
    files: walls.filter(({ pure }) => pure).map(({ room }) => `${room}/**/*.ts`),
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'setImmediate'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now' },
        { object: 'Math', property: 'random' },
      ],
      'no-restricted-syntax': ['error', "NewExpression[callee.name='Date'][arguments.length=0]"],
      'no-restricted-imports': [
        'error',
        { name: 'node:crypto', importNames: ['randomBytes', 'randomUUID', 'randomInt'] },
      ],
    },
  },
  {
    files: ['**/*.test.ts', '**/*.kernel.ts', '**/libbpf-ts/src/testing/**', 'e2e/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  // Plain JavaScript: its types are checked by `tsc -p tsconfig.plain.json`.
  {
    files: ['**/*.cjs', '**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['**/*.cjs', '**/*.mjs'],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'no-console': 'off',
      // tsc knows what is defined.
      'no-undef': 'off',
    },
  },
  // Any Node there is must be able to read it.
  {
    files: ['helper/src/bootstrap/bootstrap.cjs'],
    rules: {
      'no-var': 'off',
      'prefer-rest-params': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { caughtErrors: 'none' }],
    },
  },
  // Commands for people print.
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
  prettier,
);
