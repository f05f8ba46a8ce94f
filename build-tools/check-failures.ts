import path from 'node:path'
import ts from 'typescript'
import { failureCategories } from '../contract/failure.ts'
import { everyFailure } from '../main/testing/every-failure.ts'

/** Finds the codes, reasons and damages of the contract that no production file creates. No person could ever read their words. */

const failures = everyFailure(() => 'any').map((failure) => failure as Readonly<Record<string, unknown>>)
const valuesOf = (field: string): ReadonlySet<string> =>
  new Set(failures.flatMap((failure) => (typeof failure[field] === 'string' ? [failure[field]] : [])))

const closed = {
  code: new Set(Object.keys(failureCategories)),
  reason: valuesOf('reason'),
  damage: valuesOf('damage'),
} as const
type Field = keyof typeof closed

const root = path.resolve(import.meta.dirname, '..')
/** A compiler's project of this repository, by the name of its file. */
const readProject = (name: string): ts.ParsedCommandLine => {
  const { config } = ts.readConfigFile(path.join(root, name), (file) => ts.sys.readFile(file)) as { config: unknown }
  return ts.parseJsonConfigFileContent(config, ts.sys, root)
}
// The project of both worlds can compile the files of either.
const { options } = readProject('tsconfig.both.json')
const fileNames = ['tsconfig.node.json', 'tsconfig.web.json'].flatMap((name) => readProject(name).fileNames)
const program = ts.createProgram(fileNames, options)
const checker = program.getTypeChecker()

const isProduction = (file: string): boolean => {
  const name = path.relative(root, file).replaceAll(path.sep, '/')
  return (
    /^(?:main|renderer|preload|contract)\//.test(name) &&
    !/^main\/testing\/|^contract\/(?:failure|reason)\.ts$|\.test\.tsx?$|\.d\.ts$/.test(name)
  )
}

/** The literals that the type of this place allows; empty if the type allows any text. */
const literalsAllowedAt = (node: ts.StringLiteralLike): readonly string[] => {
  const type = checker.getContextualType(node)
  if (type === undefined) return []
  const parts = type.isUnion() ? type.types : [type]
  const texts = parts.filter((part) => (part.flags & ts.TypeFlags.Undefined) === 0)
  return texts.every((part) => part.isStringLiteral()) ? texts.map((part) => part.value) : []
}

/** The place in which the literal is used: a property, an argument or a result. A comparison or a list creates no value. */
const placeOf = (node: ts.Node): ts.Node => {
  const { parent } = node
  const isPassedOn =
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
  return isPassedOn ? placeOf(parent) : parent
}

const made: Readonly<Record<Field, Set<string>>> = { code: new Set(), reason: new Set(), damage: new Set() }

const note = (node: ts.StringLiteralLike): void => {
  const place = placeOf(node)
  const name = ts.isPropertyAssignment(place) ? place.name.getText() : undefined
  for (const field of Object.keys(closed) as Field[]) {
    if (!closed[field].has(node.text)) continue
    const others = literalsAllowedAt(node)
    const isOfField = name === field || (name !== 'code' && others.length > 0 && others.every((text) => closed[field].has(text)))
    if (isOfField && !ts.isArrayLiteralExpression(place)) made[field].add(node.text)
  }
}

const visit = (node: ts.Node): void => {
  if (ts.isStringLiteralLike(node)) note(node)
  ts.forEachChild(node, visit)
}
for (const source of program.getSourceFiles()) if (isProduction(source.fileName)) visit(source)

const unmade = (Object.keys(closed) as Field[]).flatMap((field) =>
  [...closed[field]].filter((value) => !made[field].has(value)).map((value) => `${field} ${value}`),
)
if (unmade.length > 0) {
  process.stderr.write(`Nothing makes these of contract/failure.ts and contract/reason.ts:\n${unmade.join('\n')}\n`)
  process.exitCode = 1
}
