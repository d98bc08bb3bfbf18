from sekisho.residents.models.resident import Resident

__all__ = ["Resident"]
