"""Given names that languages spell further apart than sounds explain: each line is one name.

Common first names, nobody in particular. Only what the fold of sounds does not bring together by itself needs
to stand here (Сергей and Сяргей meet without it, uk Сергій does not). Names that merely share an origin are
different names here: Георгий and Юрий, Иван and Ян, Ксения and Оксана.
"""

from collections.abc import Mapping
from functools import cache

from app.domain.catalogue.names.fold import readings

NAMES = """
Агафья Агафія
Алексей Аляксей Олексій Alexey
Александр Аляксандр Олександр Alexander
Александра Аляксандра Олександра Alexandra
Анастасия Анастасія Настасся
Анатолий Анатоль Анатолій
Андрей Андрэй Андрій Andrew
Анна Ганна
Аркадий Аркадзь Аркадій
Арсений Арсень Арсеній
Афанасий Апанас Опанас Панас
Валентин Валянцін
Варвара Барбара
Василий Васіль Василь
Викентий Вікенцій Вінцэнт
Виктор Віктар Віктор
Виталий Віталь Віталій
Владимир Уладзімір Уладзімер Володимир Wladimir
Владислав Уладзіслаў Владислав
Влас Улас
Всеволод Усевалад Всеволод
Вячеслав Вячаслаў Вячеслав
Гавриил Гаўрыіл Гаўрыла Гаврило
Геннадий Генадзь Геннадій Генадій
Григорий Рыгор Грыгорый Григорій
Глеб Гліб
Даниил Данила Данііл Данило Данил Daniel
Дарья Дар'я Дарія
Дмитрий Дзмітрый Дмитро Зміцер Дзмітры
Евгений Яўген Яўгеній Євген Евген Eugene
Евгения Яўгенія Євгенія
Евдокия Аўдоцця Явдокія
Екатерина Кацярына Катерина Catherine
Елена Алена Олена Helena
Елизавета Лізавета Єлизавета Елізавета
Ефим Яўхім Юхим
Захар Захарий
Игнатий Ігнат Гнат Игнат
Игорь Ігар Ігор
Илья Ілья Ілля
Иосиф Язэп Йосип Осип Іосіф
Ирина Ірына Арына
Карп Карпо
Кирилл Кірыла Кірыл Кирило
Климент Клим Клім
Константин Канстанцін Кастусь Костянтин
Корнелий Карней Корній
Ксения Ксенія Аксіння
Лаврентий Лаўрэн Лаврін
Лидия Лідзія Лідія
Любовь Любоў
Матвей Мацвей Матвій
Михаил Міхаіл Міхась Михайло Михайла Michael
Наталья Наталля Наталія Наталка
Надежда Надзея Надія
Никита Мікіта Микита
Николай Мікалай Микола Мікола Nicholas
Никифор Нічыпар Ничипір
Ольга Вольга
Павел Павал Павло Паўло
Прасковья Параска Парасковія
Пётр Петр Пятро Петро Пятрусь
Роман Раман
Родион Радзівон Родіон
Светлана Святлана Світлана
Семён Сымон Сямён
Сергей Сяргей Сергій
Софья София Соф'я Софія
Степан Сцяпан Стефан
Татьяна Таццяна Тетяна
Тимофей Цімафей Тимофій
Трофим Трахім
Ульяна Уляна
Филипп Піліп Пилип
Фёдор Федор Хведар Федір Тодар
Фома Хома Тамаш
Харитон Харытон
Юлия Юлія
Юстин Устин Усцін
Яков Якаў Яків
"""


@cache
def _groups() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """Reading -> the names it may be; name -> the sounds its spellings begin with."""
    names: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    for line in NAMES.split("\n"):
        spellings = [readings(spelling.lower().replace("'", ""))[0] for spelling in line.split()]
        for reading in spellings:
            names.setdefault(reading, set()).add(spellings[0])
            beginnings.setdefault(spellings[0], set()).add(reading[0])
    return (
        {reading: frozenset(found) for reading, found in names.items()},
        {name: frozenset(letters) for name, letters in beginnings.items()},
    )


def given(reading: str) -> frozenset[str]:
    """The given names that a reading may be, each called by its first spelling's reading."""
    return _groups()[0].get(reading, frozenset())


def beginnings(name: str) -> frozenset[str]:
    """The sounds that the spellings of a given name begin with: В for Вольга and О for Ольга."""
    return _groups()[1][name]
