use super::*;

/// A list as large as the country's, of invented names.
fn ten_thousand() -> Vec<u8> {
    let mut csv =
        String::from("clave,nombre,siglas,nivel,ambito,entidad,municipio,receptor,sujeto,certeza\n");
    let catalogue = Catalogue::embedded().unwrap();
    let works = [
        "Servicio de Agua",
        "Sistema para el Desarrollo",
        "Instituto de la Mujer",
        "Ayuntamiento",
        "Casa de Cultura",
    ];
    let towns = catalogue.places().municipalities();
    let names = towns.flat_map(|town| {
        works
            .iter()
            .enumerate()
            .map(move |(place, work)| (town, place, work))
    });
    for (town, place, work) in names.take(10_000) {
        let (key, state) = (&town.key, town.key.state());
        let name = town.name.replace(',', "");
        let place = place.to_string();
        let ente = ["m", key.as_str(), "-", &place, ",", work, " de ", &name];
        let rest = [
            ",,MUNICIPAL,EJECUTIVO,",
            state,
            ",",
            key.as_str(),
            ",,ORDINARIO,diseño\n",
        ];
        csv.extend(ente.into_iter().chain(rest));
    }
    csv.into_bytes()
}

#[test]
fn a_search_among_ten_thousand_looks_at_few_words() {
    let catalogue = Catalogue::embedded()
        .unwrap()
        .with_entes(&ten_thousand())
        .unwrap();
    assert_eq!(catalogue.entes().iter().count(), 10_000);
    let looks = |words: &str| {
        let mut looks = 0;
        let found = catalogue
            .entes()
            .search_counting(words, Within::default(), 20, &mut looks);
        (found.len(), looks)
    };
    assert_eq!(looks("zzz"), (0, 0));
    let (found, rare) = looks("agua tehuacan");
    assert!(found >= 1 && rare < 200, "{found} found, {rare} looks");
    // The commonest beginning stands in every name: each of its words is looked at once for each word sought.
    for common in ["d", "de", "de la d s a"] {
        let (found, looks) = looks(common);
        let sought = common.split(' ').count();
        assert!(
            found == 20 && looks < 10_000 * 14 * sought,
            "{common}: {found} found, {looks} looks"
        );
    }
}
