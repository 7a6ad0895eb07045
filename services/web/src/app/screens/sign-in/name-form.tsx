import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { identity } from '../../api/client.ts'
import { renamed } from '../../session/token.ts'
import { SignInForm } from './sign-in-form.tsx'
import { useGoBack } from './use-arrival.ts'

/** The first time here: one name, what others will read. It can be left for later. */
export function NameForm() {
  const { t } = useTranslation('sign-in')
  const goBack = useGoBack()
  const [name, setName] = useState('')

  const keep = async () => {
    const { version } = await identity('GET /members/me', {})
    const { displayName } = await identity('PATCH /members/me', { body: { displayName: name.trim() }, ifMatch: version })
    renamed(displayName)
    await goBack()
  }

  return (
    <div className="stack-16">
      <SignInForm
        fields={[
          {
            name: 'displayName',
            label: t('name.label'),
            wrong: t('name.wrong'),
            help: t('name.help'),
            autoComplete: 'name',
            maxLength: 60,
            required: true,
            autoFocus: true,
            value: name,
            onChange: (event) => setName(event.target.value),
          },
        ]}
        ask={keep}
        icon="check"
        act={t('name.keep')}
      />
      <button className="button quiet wide" type="button" onClick={() => void goBack()}>
        {t('name.later')}
      </button>
    </div>
  )
}
