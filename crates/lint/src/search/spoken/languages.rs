//! Sentences in other languages: servers and plugins translate what failed, and leave the names of parameters as they are. The words
//! for ways of failing and for tokens are put into English, and the sentence is read like any other.

/// What stands for what: the beginning of a word or phrase in lower case, and the English for it. Of those that begin alike the
/// longest counts.
const WORDS: [(&str, &[&str]); 26] = [
    (
        "does not match",
        &[
            "stimmt nicht überein",
            "stimmen nicht überein",
            "ne correspond pas",
            "ne correspondent pas",
            "no coincide",
            "não corresponde",
            "não coincide",
            "non corrisponde",
            "komt niet overeen",
            "не совпада",
            "не соответству",
            "eşleşmiyor",
            "nie zgadza się",
            "不匹配",
            "不一致",
            "が一致しません",
            "一致しません",
            "일치하지 않",
            "일치하지",
        ],
    ),
    (
        "invalid",
        &[
            "ungültig",
            "nicht gültig",
            "fehlerhaft",
            "invalide",
            "non valide",
            "n'est pas valide",
            "inválid",
            "no válid",
            "no es válid",
            "non valid",
            "non è valid",
            "não é válid",
            "ongeldig",
            "niet geldig",
            "неверн",
            "недействител",
            "некоррект",
            "недопустим",
            "geçersiz",
            "nieprawidłow",
            "neplatn",
            "ogiltig",
            "ugyldig",
            "érvénytelen",
            "无效",
            "無效",
            "無効",
            "不正",
            "不合法",
            "유효하지 않",
            "잘못된",
        ],
    ),
    (
        "expired",
        &[
            "abgelaufen",
            "expiré",
            "a expiré",
            "caducad",
            "ha caducado",
            "expirad",
            "ha expirado",
            "expirou",
            "vencid",
            "scadut",
            "verlopen",
            "истек",
            "истёк",
            "просроч",
            "süresi dol",
            "wygas",
            "vypršel",
            "已过期",
            "过期",
            "已過期",
            "過期",
            "已失效",
            "期限切れ",
            "有効期限が切れ",
            "만료",
        ],
    ),
    (
        "missing",
        &[
            "fehlt",
            "fehlend",
            "nicht angegeben",
            "nicht vorhanden",
            "manquant",
            "est absent",
            "falta el",
            "falta la",
            "faltante",
            "no se proporcionó",
            "ausente",
            "não informad",
            "mancante",
            "manca il",
            "ontbreekt",
            "ontbrekend",
            "отсутству",
            "не указан",
            "brakuj",
            "chybí",
            "saknas",
            "mangler",
            "hiányz",
            "缺少",
            "缺失",
            "不能为空",
            "为空",
            "がありません",
            "누락",
        ],
    ),
    (
        "not registered",
        &[
            "nicht registriert",
            "non enregistré",
            "no registrad",
            "no está registrad",
            "não registrad",
            "não está registrad",
            "non registrat",
            "niet geregistreerd",
            "не зарегистрир",
            "未注册",
            "未登録",
            "登録されていません",
            "등록되지 않",
            "등록되지",
        ],
    ),
    (
        "not allowed",
        &[
            "nicht erlaubt",
            "nicht zulässig",
            "nicht zugelassen",
            "non autorisé",
            "n'est pas autorisé",
            "no permitid",
            "no está permitid",
            "no autorizad",
            "não permitid",
            "não é permitid",
            "não autorizad",
            "non consentit",
            "non autorizzat",
            "niet toegestaan",
            "не разрешен",
            "не разрешён",
            "запрещ",
            "不允许",
            "不被允许",
            "未授权",
            "許可されていません",
            "허용되지 않",
            "허용되지",
        ],
    ),
    (
        "rejected",
        &[
            "abgelehnt",
            "zurückgewiesen",
            "refusé",
            "rejeté",
            "rechazad",
            "rejeitad",
            "rifiutat",
            "geweigerd",
            "отклон",
            "被拒绝",
            "拒否",
            "거부",
        ],
    ),
    (
        "already used",
        &[
            "bereits verwendet",
            "bereits benutzt",
            "déjà utilisé",
            "ya utilizad",
            "ya fue utilizad",
            "já utilizad",
            "já foi utilizad",
            "già utilizzat",
            "al gebruikt",
            "уже использ",
            "已被使用",
            "已使用",
            "使用済み",
        ],
    ),
    (
        "not found",
        &[
            "nicht gefunden",
            "introuvable",
            "no encontrad",
            "não encontrad",
            "non trovat",
            "niet gevonden",
            "не найден",
            "bulunamadı",
            "nie znalezion",
            "未找到",
            "找不到",
            "不存在",
            "見つかりません",
        ],
    ),
    (
        "could not",
        &[
            "konnte nicht",
            "konnten nicht",
            "kann nicht",
            "n'a pas pu",
            "impossible de",
            "no se pudo",
            "não foi possível",
            "impossibile",
            "kan niet",
            "не удалось",
            "无法",
        ],
    ),
    (
        "failed",
        &[
            "fehlgeschlagen",
            "gescheitert",
            "échec",
            "échoué",
            "falló",
            "fallid",
            "falhou",
            "fallit",
            "mislukt",
            "失败",
            "失敗",
            "실패",
        ],
    ),
    (
        "unknown",
        &["unbekannt", "inconnu", "desconocid", "desconhecid", "sconosciut", "onbekend", "неизвестн", "未知"],
    ),
    (
        "redirect uri",
        &[
            "weiterleitungs-uri",
            "weiterleitungs-url",
            "umleitungs-uri",
            "umleitungs-url",
            "uri de redirection",
            "url de redirection",
            "uri de redirección",
            "url de redirección",
            "uri de redirecionamento",
            "url de redirecionamento",
            "uri di reindirizzamento",
            "重定向 uri",
            "重定向uri",
            "重定向地址",
            "重定向 url",
            "回调地址",
            "リダイレクト uri",
            "リダイレクトuri",
            "リダイレクト url",
            "리디렉션 uri",
        ],
    ),
    (
        "access token",
        &[
            "zugriffstoken",
            "zugriffs-token",
            "jeton d'accès",
            "jeton d’accès",
            "token de acceso",
            "token de acesso",
            "token di accesso",
            "toegangstoken",
            "токен доступа",
            "访问令牌",
            "存取權杖",
            "アクセストークン",
            "アクセス トークン",
            "액세스 토큰",
        ],
    ),
    (
        "refresh token",
        &[
            "aktualisierungstoken",
            "aktualisierungs-token",
            "jeton d'actualisation",
            "jeton de rafraîchissement",
            "token de actualización",
            "token de atualização",
            "token di aggiornamento",
            "刷新令牌",
            "リフレッシュトークン",
            "更新トークン",
        ],
    ),
    ("id token", &["id токен", "идентификационный токен", "id 令牌", "idトークン"]),
    (
        "authorization code",
        &[
            "autorisierungscode",
            "autorisierungs-code",
            "code d'autorisation",
            "code d’autorisation",
            "código de autorización",
            "código de autorização",
            "codice di autorizzazione",
            "autorisatiecode",
            "код авторизации",
            "授权码",
            "授權碼",
            "認可コード",
            "인증 코드",
        ],
    ),
    (
        "client secret",
        &[
            "client-geheimnis",
            "clientgeheimnis",
            "geheimer clientschlüssel",
            "secret client",
            "secret du client",
            "secreto de cliente",
            "secreto del cliente",
            "segredo do cliente",
            "segreto client",
            "clientgeheim",
            "客户端密钥",
            "客户端密码",
            "クライアントシークレット",
        ],
    ),
    (
        "client id",
        &[
            "id client",
            "id de cliente",
            "id del cliente",
            "id do cliente",
            "客户端 id",
            "客户端id",
            "クライアント id",
        ],
    ),
    ("signature", &["firma del token", "assinatura", "подпис", "签名", "署名"]),
    ("issuer", &["aussteller", "émetteur", "emisor", "emissor", "emittente", "颁发者", "发行者"]),
    ("audience", &["zielgruppe", "audiencia", "audiência"]),
    ("algorithm", &["algorithmus", "algorithme", "algoritm"]),
    (
        "certificate",
        &["zertifikat", "certificat ", "certificado", "certificato", "сертификат", "证书", "証明書"],
    ),
    ("scope", &["berechtigungsbereich", "作用域", "スコープ"]),
    ("state", &["paramètre state", "parámetro state", "parâmetro state", "parametro state"]),
];

/// Letters of the longest ending that a beginning may have.
const ENDING: usize = 4;
/// Places of one word that are put into English.
const MOST_PLACES: usize = 8;

/// A sentence with what is known of its words in English; `None` where it has none of them.
pub(super) fn translated(message: &str) -> Option<String> {
    let mut text = apart(&message.to_lowercase());
    let mut found = false;
    let mut all: Vec<(&str, &str)> =
        WORDS.iter().flat_map(|(english, words)| words.iter().map(move |word| (*word, *english))).collect();
    all.retain(|(word, _)| text.contains(word));
    all.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    for (word, english) in all {
        for _ in 0..MOST_PLACES {
            let Some((from, to)) = place(&text, word) else { break };
            text.replace_range(from..to, &format!(" {english} "));
            found = true;
        }
    }
    (found && !is_denied(&text)).then_some(text)
}

/// A text with a blank between a name and the letters of Chinese, Japanese or Korean, which write none.
fn apart(text: &str) -> String {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_of_script = |c: char| c >= '\u{2E80}' && c.is_alphabetic();
    let mut spaced = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        if is_of_name(before) && is_of_script(c) || is_of_script(before) && is_of_name(c) {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    spaced
}

/// Whether a sentence says that something is not so, in words that are not put into English: what it says then is not known.
fn is_denied(text: &str) -> bool {
    const WORDS: [&str; 24] = [
        "nicht", "kein", "keine", "keinen", "no", "ne", "n'a", "n'est", "n’a", "n’est", "pas", "não", "non",
        "niet", "geen", "не", "нет", "без", "nie", "inte", "ikke", "değil", "nem", "nessun",
    ];
    const SIGNS: [&str; 9] = ["未", "没有", "沒有", "不", "無", "无", "ない", "ません", "않"];
    let is_word = |word: &str| WORDS.contains(&word);
    text.split(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’')).any(is_word)
        || SIGNS.iter().any(|sign| text.contains(sign))
}

/// Where a word with this beginning stands in a text, its ending included. Chinese, Japanese and Korean have no blanks between words.
fn place(text: &str, word: &str) -> Option<(usize, usize)> {
    let is_letter = |c: char| c.is_alphabetic() && c < '\u{2E80}';
    text.match_indices(word).find_map(|(from, _)| {
        let behind = text.get(from + word.len()..)?;
        let before = text.get(..from)?.chars().next_back();
        let rest = behind.trim_start_matches(is_letter);
        let ending = behind.get(..behind.len() - rest.len())?;
        let is_word = !before.is_some_and(is_letter) && ending.chars().count() <= ENDING;
        is_word.then(|| (from, from + word.len() + ending.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_put_into_english() {
        for (message, english) in [
            ("redirect_uri ist nicht registriert", "redirect_uri ist  not registered "),
            ("Ungültiges Client-Secret", " invalid  client-secret"),
            ("Le jeton d'accès a expiré", "le  access token   expired "),
            ("授权码无效或已过期", " authorization code  invalid 或 expired "),
            ("неверный redirect_uri", " invalid  redirect_uri"),
        ] {
            assert_eq!(translated(message).as_deref(), Some(english), "{message}");
        }
    }

    #[test]
    fn english_is_left_alone() {
        for message in
            ["invalid redirect_uri", "the default algorithm is RS256", "brakeless expiratory host failed", ""]
        {
            assert!(translated(message).is_none(), "{message}: {:?}", translated(message));
        }
    }

    #[test]
    fn no_english_is_put_into_english_again() {
        for (english, words) in WORDS {
            assert!(words.iter().all(|word| place(english, word).is_none()), "{english}");
        }
    }
}
