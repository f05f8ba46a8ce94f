import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import en from '../assets/locales/en.json'
import nl from '../assets/locales/nl.json'

interface Tree {
  readonly [key: string]: string | Tree
}

const leaves = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : leaves(value, `${prefix}${key}.`),
  )

const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/{{(\w+)(?:, \w+)?}}/g)].map(([, name = '']) => name))].sort()

const english = new Map(leaves(en))
const dutch = new Map(leaves(nl))

describe('the locale files', () => {
  test('have the same keys', () => {
    expect([...dutch.keys()].sort()).toEqual([...english.keys()].sort())
  })

  test('have the same placeholders', () => {
    const different = [...english].filter(([key, text]) => placeholders(dutch.get(key) ?? '').join() !== placeholders(text).join())
    expect(different).toEqual([])
  })

  test('follow our style', () => {
    const offending = [...english, ...dutch].filter(
      ([, text]) => text.trim() !== text || /!|\bplease\b|\boops\b|alsjeblieft|alstublieft/i.test(text),
    )
    expect(offending).toEqual([])
  })
})

// The keys that the sources of all shells use: literal keys, and templates with a code, a service, a state … as their open part.
const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.ts$/.test(name))
    .map((name) => path.join(folder, name))

interface Call {
  readonly where: string
  /** Matches the keys that the call may use. */
  readonly pattern: RegExp
  /** The names of the values; undefined if they are computed. */
  readonly values: readonly string[] | undefined
}

const literalKeys = new Set<string>()
const calls: Call[] = []

const isTranslate = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && /^t$|\.t$/.test(node.expression.getText()) && node.arguments.length > 0

const patternsOf = (key: ts.Expression): RegExp[] => {
  if (ts.isConditionalExpression(key)) return [...patternsOf(key.whenTrue), ...patternsOf(key.whenFalse)]
  if (ts.isStringLiteralLike(key)) return [new RegExp(`^${key.text.replaceAll('.', '\\.')}(_one|_other)?$`)]
  if (ts.isTemplateExpression(key)) {
    const parts = [key.head.text, ...key.templateSpans.map((span) => span.literal.text)]
    return [new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('[^.]+')}$`)]
  }
  return []
}

const valuesOf = (values: ts.Expression | undefined): readonly string[] | undefined => {
  if (values === undefined) return []
  if (!ts.isObjectLiteralExpression(values)) return undefined
  return values.properties.map((property) => property.name?.getText() ?? '')
}

for (const file of ['contract', 'main', 'renderer', 'words'].flatMap(sources)) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (isTranslate(node) && node.arguments[0] !== undefined) {
      const where = `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
      for (const pattern of patternsOf(node.arguments[0])) calls.push({ where, pattern, values: valuesOf(node.arguments[1]) })
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) literalKeys.add(node.text)
    if (ts.isPropertyAssignment(node)) literalKeys.add(node.name.getText())
    ts.forEachChild(node, visit)
  }
  visit(source)
}

describe('the sources', () => {
  test('pass a value for every placeholder', () => {
    const missing = calls.flatMap(({ where, pattern, values }) =>
      [...english]
        .filter(([key]) => values !== undefined && pattern.test(key))
        .flatMap(([key, text]) => placeholders(text).map((name) => ({ where, key, name })))
        .filter(({ name }) => values?.includes(name) !== true),
    )
    expect(missing).toEqual([])
  })

  test('use every key', () => {
    // A field is looked up by its own name, which must be in a source.
    const named = (key: string): boolean => literalKeys.has(key.slice(key.lastIndexOf('.') + 1))
    const unused = [...english.keys()].filter((key) =>
      key.startsWith('field.') ? !named(key) : !calls.some(({ pattern }) => pattern.test(key)),
    )
    expect(unused).toEqual([])
  })
})
