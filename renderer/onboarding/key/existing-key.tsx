import type { Identity } from '../../../contract/identity.ts'
import { Notice } from '../../components/notice.tsx'
import { RadioInput } from '../../components/radio-input.tsx'
import { BringInFields } from '../../keys/bring-in-fields.tsx'
import { KeyFacts } from '../../keys/key-facts.tsx'
import { KeySourceFields } from '../../keys/key-source-fields.tsx'
import { keptName } from '../../keys/key-source.ts'
import { useWords } from '../../state/words.tsx'
import type { ExistingKeyForm } from './use-existing-key.ts'

const uses = ['copy', 'in-place'] as const

/** The choice of an existing key, and for a file whether Postern keeps a copy or uses it in place. */
export const ExistingKey = ({
  existing,
  kept,
  known,
}: {
  readonly existing: ExistingKeyForm
  readonly kept: readonly Identity[]
  readonly known: readonly string[]
}) => {
  const { t } = useWords()
  const { choice, check, isFile, isInPlace, isCopy } = existing
  const own = kept.find(({ name }) => name === keptName(choice))
  const isReadable = check.name === 'readable'
  return (
    <>
      <KeySourceFields
        choice={choice}
        onChoice={existing.choose}
        kept={kept}
        found={existing.found}
        path={existing.path}
        onPath={existing.typePath}
        picked={existing.picked}
        onPicked={existing.pick}
        check={check}
        isTried={existing.isTried}
      />
      {own !== undefined && <KeyFacts key={own.name} identity={own} />}
      {isFile && (
        <RadioInput<'copy' | 'in-place'>
          label={t('setup.key.use')}
          choices={uses.map((value) => ({
            value,
            name: t(`setup.key.uses.${value}`),
            description: t(`setup.key.usesAbout.${value}`),
          }))}
          value={isInPlace ? 'in-place' : 'copy'}
          onChange={(use) => existing.setInPlace(use === 'in-place')}
        />
      )}
      {isFile && isInPlace && isReadable && !check.key.encrypted && (
        <Notice look="wait" title={t('keys.source.openTitle')}>
          <p>{t('keys.source.openWhat')}</p>
        </Notice>
      )}
      {isCopy && (isFile || existing.picked !== undefined) && <BringInFields form={existing.form} known={known} />}
    </>
  )
}
